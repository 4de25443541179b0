import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { printRunFacts, type RunFacts } from "./run-facts.ts";

/** Writes run.json so that a reader sees the old or the new one, never a part. Throws what the disk says. */
export function writeFacts(path: string, facts: RunFacts): void {
  const fresh = `${path}.new`;
  const fd = openSync(fresh, "w", 0o600);
  try {
    writeFileSync(fd, printRunFacts(facts));
    if (facts.end !== null) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(fresh, path);
}
