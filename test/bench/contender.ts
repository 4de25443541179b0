/** A program as it is started: no shell in between. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** On top of the environment of the bench. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One way to ask all hosts the same questions. */
export interface Contender {
  /** As it appears in the results. */
  readonly name: string;
  /** One run, as a user would start it. */
  readonly command: Command;
  /** How often it is measured. */
  readonly runs: number;
  /** Throws an Error unless the output says that every host was asked everything, and that nothing was to be changed. */
  check(output: string): void;
}
