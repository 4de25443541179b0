import { join } from "node:path";
import { inject } from "vitest";

/** Shells as hosts have them; with "busybox" all its other programs are used, too. */
export const shells = ["dash", "bash", "busybox"] as const;

/** A search path as on Alpine: BusyBox, and a `su` in the place of runuser. */
export function pathWithoutRunuser(): string {
  return join(inject("shells"), "alpine");
}

/** A search path on which `sh` is the given shell. */
export function pathWith(shell: (typeof shells)[number]): string {
  return `${join(inject("shells"), shell)}:${process.env.PATH}`;
}
