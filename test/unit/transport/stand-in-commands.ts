import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Puts executable sh scripts first on a search path, for the length of a test; returns that path. */
export function standInCommands(scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "lab-stand-in-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return `${folder}:${process.env.PATH}`;
}

/** An `id` that knows the two questions it is asked in tests. */
export const idOf = (uid: number): string => `[ "$*" = -u ] && echo ${uid}`;
