import { exitCode } from "../errors.ts";

const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What ends a run early. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** As Ctrl-C does. */
  readonly interrupt: () => void;
  /** Leaves the signals of the process alone again. */
  readonly stop: () => void;
}

/** Ctrl-C, SIGTERM and a closed terminal as an AbortSignal: the first ends the run in order, the second lab at once. */
export function interruptSignal(): Interrupt {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    controller.abort();
  };
  for (const name of names) process.on(name, interrupt);
  return {
    signal: controller.signal,
    interrupt,
    stop: () => {
      for (const name of names) process.off(name, interrupt);
    },
  };
}
