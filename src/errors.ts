/** The exit codes of `lab`; one per kind of outcome, see docs/exit-codes.md. */
export const exitCode = {
  ok: 0,
  input: 1,
  changesFound: 2,
  hostsFailed: 3,
  hostsUnreachable: 4,
  internal: 5,
  interrupted: 130,
} as const;

/** A place in an input file; line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Number of characters to underline; at least 1. */
  readonly length: number;
  /** The whole text of the offending line, without its line end. */
  readonly text: string;
}

/** One mistake in what the user wrote: where, what, and what to do about it. */
export interface InputProblem {
  readonly message: string;
  readonly location?: Location;
  /** What to do next, as a sentence: `did you mean "workers"?` */
  readonly hint?: string;
}

/** The user's files or flags are wrong; nothing was contacted. Carries every problem found, not only the first. Exit code 1. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[] | InputProblem) {
    const list = Array.isArray(problems) ? (problems as readonly InputProblem[]) : [problems as InputProblem];
    super(list.map((problem) => problem.message).join("\n"));
    this.problems = list;
  }
}

/** The user ended lab instead of answering a question; nothing was contacted. Exit code 130. */
export class Interrupted extends InputError {}

/** A host could not be reached, or the connection was lost. Exit code 4. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly host: string;
  /** What the user should do next. */
  readonly hint: string;

  constructor(host: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.host = host;
    this.hint = hint;
  }
}

/** Another run works on a host: nothing was done there. Exit code 3. */
export class LockedError extends ConnectionError {
  /** "alice@control (pid 123)" */
  readonly owner: string;

  constructor(host: string, message: string, owner: string, locked: string = host) {
    super(host, message, `wait for it, or, if it is gone for good: lab unlock ${locked}`);
    this.owner = owner;
  }
}

/** A script ran on a host and failed; the message is short, the whole (redacted) stderr is kept. Exit code 3. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;

  constructor(
    message: string,
    result: { readonly exitCode: number; readonly stdout: string; readonly stderr: string },
  ) {
    super(message);
    this.exitCode = result.exitCode;
    this.stdout = result.stdout;
    this.stderr = result.stderr;
  }
}

/** A resource cannot be applied, or was applied without an error and is still not as asked for. Exit code 3. */
export class ConvergenceError extends Error {
  override readonly name = "ConvergenceError";
  /** What the user should do next; may be empty. */
  readonly hint: string;

  constructor(message: string, hint = "") {
    super(message);
    this.hint = hint;
  }
}

/** A guarded change cut lab off from the host, which took it back. Exit code 3. */
export class RevertedError extends ConvergenceError {}

/** Something that cannot happen, happened: a bug of lab. Exit code 5. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}
