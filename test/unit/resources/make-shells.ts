import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Folder of folders for a search path: "dash", "bash", "busybox" and "alpine". */
    shells: string;
  }
}

/** Makes what `pathWith` and `pathWithoutRunuser` name, once for all tests. */
export default function makeShells(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "lab-shells-"));
  // Other users are to find the programs, too.
  chmodSync(folder, 0o755);
  const made = (name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  for (const shell of ["dash", "bash"]) symlinkSync(`/bin/${shell}`, join(made(shell), "sh"));
  spawnSync("busybox", ["--install", "-s", made("busybox")]);
  const alpine = made("alpine");
  spawnSync("busybox", ["--install", "-s", alpine]);
  for (const program of ["/usr/bin/getent", "/bin/su"]) symlinkSync(program, join(alpine, basename(program)));
  project.provide("shells", folder);
  return () => rmSync(folder, { recursive: true });
}
