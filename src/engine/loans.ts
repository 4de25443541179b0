import { CommandError, ConnectionError, ConvergenceError, InternalError } from "../errors.ts";
import type { Loan } from "../resources/change.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { applyChanges } from "./apply-changes.ts";
import type { Lent } from "./change-inputs.ts";
import { HostSession } from "./host-session.ts";
import type { Redactor } from "./redact.ts";
import type { Sessions } from "./sessions.ts";

interface Issued {
  readonly loan: Loan;
  readonly lender: string;
  readonly values: Lent;
}

/** What machines lend to each other in a run: each loan is issued once, and taken back at the end of the play. */
export class Loans {
  readonly #sessions: Pick<Sessions, "get">;
  readonly #redactor: Pick<Redactor, "add">;
  readonly #issued = new Map<string, Promise<Issued>>();

  constructor(sessions: Pick<Sessions, "get">, redactor: Pick<Redactor, "add">) {
    this.#sessions = sessions;
    this.#redactor = redactor;
  }

  /** What `borrower` needs; it never lends to itself. Throws ConvergenceError where no machine can issue a loan. */
  async borrow(loans: readonly Loan[], borrower: string): Promise<Lent> {
    let all: Lent = {};
    for (const loan of loans) {
      const issued = this.#issued.get(loan.name) ?? this.#issue(loan, borrower);
      this.#issued.set(loan.name, issued);
      issued.catch(() => this.#issued.delete(loan.name));
      all = { ...all, ...(await issued).values };
    }
    return all;
  }

  /** Takes everything back; what could not be is told by `warn`, and expires by itself. Never throws. */
  async revoke(warn: (message: string) => void): Promise<void> {
    const open = [...this.#issued.values()];
    this.#issued.clear();
    for (const issued of await Promise.allSettled(open)) {
      if (issued.status === "rejected") continue;
      const { loan, lender, values } = issued.value;
      try {
        const variables = Object.entries(values).map(([name, value]) => `${name}=${shQuote(value)}`);
        const { shell } = await this.#sessions.get(lender);
        // Also while the run is being interrupted.
        const session = new HostSession(shell, new AbortController().signal);
        await order(session, { ...loan, script: [...variables, loan.revoke].join("\n") });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        warn(`${loan.name} could not be taken back on ${lender}, and expires by itself: ${why}`);
      }
    }
  }

  async #issue(loan: Loan, borrower: string): Promise<Issued> {
    const refusals: string[] = [];
    for (const lender of loan.from) {
      if (lender === borrower) continue;
      try {
        const stdout = await order(await this.#sessions.get(lender), loan);
        const values = valuesOf(stdout, loan);
        for (const value of Object.values(values)) this.#redactor.add(value);
        return { loan, lender, values };
      } catch (error) {
        if (!(error instanceof CommandError || error instanceof ConnectionError)) throw error;
        refusals.push(`${lender}: ${reasonOf(error)}`);
      }
    }
    const why = refusals.length > 0 ? refusals.join("; ") : "there is no other host that could issue it";
    throw new ConvergenceError(`cannot get the ${loan.name}: ${why}`);
  }
}

/** Runs a script of a loan and returns what it printed. */
async function order(session: HostSession, { name, script, timeoutMs }: Loan): Promise<string> {
  const summary = `issue the ${name}`;
  const { stdout } = await applyChanges(session, [{ kind: "run", summary, script, timeoutMs }], {
    reprobe: [],
    later: [],
    capturesOutput: false,
    environment: {},
    timeoutMs: null,
    kind: "apply",
    keep: null,
    borrow: null,
    onLine: () => {},
  });
  return stdout;
}

function valuesOf(stdout: string, { name }: Loan): Lent {
  const values = stdout.split("\n").flatMap((line) => {
    const [, key, value] = /^([A-Z][A-Z0-9_]*)=(.+)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  if (values.length === 0) throw new InternalError(`the script of the ${name} printed no value`);
  return Object.fromEntries(values);
}

function reasonOf(error: CommandError | ConnectionError): string {
  if (!(error instanceof CommandError)) return error.message;
  const last = error.stderr.trim().split("\n").at(-1) ?? "";
  return last === "" ? error.message : last;
}
