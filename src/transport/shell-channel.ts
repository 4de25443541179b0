import type { Readable, Writable } from "node:stream";

/** The three streams of a running `sh`, over whatever link: an ssh channel or a child process. */
export interface ShellChannel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once the shell has ended, or the link: a daemon may still hold the streams open. */
  readonly ended: Promise<unknown>;
  /** Settles once, when nothing will come any more; with the reason, where there is one beyond "it ended". */
  readonly closed: Promise<Error | null>;
  /** Cuts the link at once. */
  destroy(): void;
}
