import { CommandError, ConnectionError, LockedError } from "../errors.ts";
import type { Failure } from "./event.ts";
import { lastLines } from "./task-failure.ts";

/**
 * Explains why a host dropped out of a run beside any task's own failure: it was lost, another run works on it, it
 * cannot say what state it is in, or lab has a bug, which must not keep the other hosts from being finished.
 */
export function hostFailure(error: unknown, task: string | null): Failure & { readonly isBug: boolean } {
  if (error instanceof ConnectionError) {
    const { message, hint } = error;
    // Whose turn it was when the lock was asked for is of no interest.
    const why =
      error instanceof LockedError
        ? ({ kind: "locked", task: null } as const)
        : ({ kind: "unreachable", task } as const);
    return { ...why, message, detail: "", hint, isBug: false };
  }
  if (error instanceof CommandError) {
    const hint = "something that lab asks with is missing or broken on the host, or its disk does not answer";
    return {
      kind: "failed",
      task,
      message: error.message,
      detail: lastLines(error.stderr),
      hint,
      isBug: false,
    };
  }
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const hint = "this is a bug of lab: please report it with the lines above";
  return { kind: "failed", task, message, detail: stack, hint, isBug: true };
}
