import { InternalError } from "../errors.ts";
import type { Change, Loan, RunChange } from "../resources/change.ts";
import { shQuote } from "../resources/sh-quote.ts";
import type { HostSession } from "./host-session.ts";

/** Shell variables by name; every value is a secret. */
export type Lent = Readonly<Record<string, string>>;

/** Gets what other machines lend. Cost: a round trip to the lender for the first that asks. Throws ConvergenceError. */
export type Borrow = (loans: readonly Loan[]) => Promise<Lent>;

/** What a change needs on its machine before it can be made. */
export interface ChangeInputs {
  /** Where the new content of a path lies, where it is too large for a frame. */
  readonly uploadedPath: string | undefined;
  /** sh that sets the variables which its script reads. */
  readonly variables: readonly string[];
}

export const noInputs: ChangeInputs = { uploadedPath: undefined, variables: [] };

/**
 * Uploads the large files of changes, and borrows what other hosts lend; in the order of the changes. Cost: about 6 round
 * trips for each file, those of `borrow`, and none where nothing is needed. Throws CommandError and ConnectionError.
 */
export async function inputsOf(
  session: HostSession,
  changes: readonly Change[],
  borrow: Borrow | null,
): Promise<readonly ChangeInputs[]> {
  const inputs: ChangeInputs[] = [];
  for (const change of changes) {
    inputs.push(
      change.kind === "run" ? await inputsOfRun(session, change, borrow) : await contentOf(session, change),
    );
  }
  return inputs;
}

async function contentOf(
  session: HostSession,
  { after }: Extract<Change, { kind: "path" }>,
): Promise<ChangeInputs> {
  const content = after.kind === "file" ? after.content : null;
  if (content?.kind !== "upload") return noInputs;
  return { ...noInputs, uploadedPath: await session.shell.upload(content, session.signal) };
}

async function inputsOfRun(
  session: HostSession,
  { loans = [], uploads = {} }: RunChange,
  borrow: Borrow | null,
): Promise<ChangeInputs> {
  if (loans.length === 0 && Object.keys(uploads).length === 0) return noInputs;
  if (borrow === null) throw new InternalError("a change of the engine itself cannot borrow");
  const lent = await borrow(loans);
  const paths: string[] = [];
  const variables = Object.entries(lent).map(([name, value]) => `${name}=${shQuote(value)}`);
  for (const [name, content] of Object.entries(uploads)) {
    const path = await session.shell.upload(content, session.signal);
    paths.push(path);
    variables.push(`${name}=${shQuote(path)}`);
  }
  const cleanUp = paths.length === 0 ? [] : [`trap ${shQuote(`rm -f ${paths.map(shQuote).join(" ")}`)} EXIT`];
  return { ...noInputs, variables: [...cleanUp, ...variables] };
}
