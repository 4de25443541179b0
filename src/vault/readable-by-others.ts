import { constants, statSync } from "node:fs";

/** Whether somebody beside its owner can read a file; not where it is none, or not there. */
export function readableByOthers(path: string): boolean {
  const { mode = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return (mode & constants.S_IFMT) === constants.S_IFREG && (mode & 0o044) !== 0;
}
