import { performance } from "node:perf_hooks";
import type { RunEvent } from "../engine/event.ts";
import { InputError } from "../errors.ts";
import { printProblems } from "../input/print-problems.ts";
import { DatabaseAway } from "../network/multinic/database-away.ts";
import type { ReconcileLog } from "../reconcile/reconcile-log.ts";
import { type DatabaseState, type TickResult, tickHosts } from "../reconcile/tick-result.ts";
import { removeRun } from "../record/remove-old-runs.ts";
import type { Reporter } from "../report/reporter.ts";
import type { ProjectSecrets } from "../vault/project-secrets.ts";
import { type AnswerPrompts, type Answers, answerByAsking } from "./answer-prompts.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import { commandSecrets } from "./command-secrets.ts";
import { loginAskedOnce } from "./host-targets.ts";
import type { PlayFlags } from "./play-flags.ts";
import { preparePlaybook, type ReadyRun, readRunInputs } from "./prepare-run.ts";
import { findPlaybook } from "./project.ts";
import { runPrepared } from "./run-prepared.ts";

/**
 * Plays one playbook many times. Playbook, inventory and variables are read anew each time, so that edits count; what a
 * human was asked for, opened secrets and loaded code are kept.
 */
export class Reconciler {
  readonly #name: string;
  readonly #flags: PlayFlags;
  readonly #log: ReconcileLog;
  readonly #secrets: ProjectSecrets;
  readonly #answer: AnswerPrompts;
  /** The run before, where nothing came of it. */
  #quietRun: string | null = null;

  /** Throws InputError where the playbook cannot be run as it is now. Asks for passwords and prompts. */
  static async start(name: string, flags: PlayFlags, log: ReconcileLog): Promise<Reconciler> {
    const reconciler = new Reconciler(name, await loginAskedOnce(flags), log);
    const { warnings } = await reconciler.#prepare();
    if (warnings.length > 0) log.warn(printProblems(warnings, "warning"));
    return reconciler;
  }

  constructor(name: string, flags: PlayFlags, log: ReconcileLog) {
    this.#name = name;
    this.#flags = flags;
    this.#log = log;
    this.#secrets = commandSecrets(flags, false);
    this.#answer = askedOnce(answerByAsking(process.stdin.isTTY ? askOnTerminal : null));
  }

  /** One run. Never rejects; null where it was interrupted. */
  async tick(signal: AbortSignal): Promise<TickResult | null> {
    const start = performance.now();
    const seen = new SeenRun(this.#log);
    const ended = await this.#run(seen, signal);
    if (signal.aborted) return null;
    const seconds = Math.round(performance.now() - start) / 1000;
    const { run, hosts, changed, database } = seen;
    const result = { ...ended, run, hosts, changed, database, seconds };
    this.#forgetQuiet(result);
    return result;
  }

  async #run(seen: SeenRun, signal: AbortSignal): Promise<Pick<TickResult, "kind" | "message">> {
    const database = (state: "ok" | "away"): void => {
      seen.database = state;
    };
    try {
      await runPrepared(await this.#prepare(), this.#flags, null, { reporter: seen, signal, database });
      return { kind: "ran", message: "" };
    } catch (error) {
      if (signal.aborted) return { kind: "ran", message: "" };
      if (error instanceof DatabaseAway) {
        database("away");
        return { kind: "database", message: printProblems(error.problems) };
      }
      if (error instanceof InputError) return { kind: "invalid", message: printProblems(error.problems) };
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#log.error("lab has a bug: please report it with the following", { stack });
      return { kind: "bug", message: "lab has a bug" };
    }
  }

  async #prepare(): Promise<ReadyRun> {
    const playbook = () => findPlaybook(this.#name, this.#flags.playbooks);
    const inputs = await readRunInputs(this.#flags, this.#secrets, playbook);
    const run = await preparePlaybook(this.#name, inputs, this.#answer);
    const exposures = this.#secrets.exposures();
    if (this.#flags.strict && exposures.length > 0) throw new InputError(exposures);
    return { ...run, warnings: inputs.inventory.warnings };
  }

  /** Of runs that changed nothing only the last one is kept: others would drive out those that somebody asked for. */
  #forgetQuiet({ run, kind, changed, hosts }: TickResult): void {
    if (this.#quietRun !== null) removeRun(this.#quietRun);
    const isQuiet =
      kind === "ran" &&
      changed === 0 &&
      hosts.every(({ outcome }) => outcome === "ok" || outcome === "locked");
    this.#quietRun = isQuiet ? run : null;
  }
}

/** What is remembered of a run while it goes on; its events go to the log. */
class SeenRun implements Reporter {
  run: string | null = null;
  hosts: TickResult["hosts"] = [];
  changed = 0;
  database: DatabaseState = null;
  readonly #log: ReconcileLog;

  constructor(log: ReconcileLog) {
    this.#log = log;
  }

  handle(event: RunEvent): void {
    this.#log.event(event);
    if (event.kind === "run-start") this.run = event.run;
    if (event.kind !== "run-end") return;
    this.hosts = tickHosts(event.recap);
    this.changed = event.recap.reduce((sum, { changed }) => sum + changed, 0);
  }

  async close(): Promise<void> {}
}

/** Asks for each answer once. */
function askedOnce(ask: AnswerPrompts): AnswerPrompts {
  let known: Answers | null = null;
  return async (prompts) => {
    if (known === null || prompts.some(({ name }) => !known?.has(name))) known = await ask(prompts);
    return known;
  };
}
