import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Progress } from "../../src/sandbox/progress.ts";
import { down, type Sandbox, up } from "../../src/sandbox/sandbox.ts";
import { removeLeftovers, sandboxNameOfRun } from "../e2e/test-sandboxes.ts";
import { type BenchFiles, writeBenchFiles } from "./bench-files.ts";
import type { RunContext } from "./timed-run.ts";

/** Hosts to measure on. */
export interface BenchSandbox {
  readonly sandbox: Sandbox;
  readonly files: BenchFiles;
  readonly context: RunContext;
}

/** Starts that many hosts, works on them, and removes them again, whatever happens. */
export async function withBenchSandbox<T>(
  hosts: number,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
  work: (bench: BenchSandbox) => Promise<T>,
): Promise<T> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), "lab-bench-"));
  const name = sandboxNameOfRun(process.pid);
  try {
    const sandbox = await up({ name, layout: hosts, folder: join(folder, "sandbox"), progress, signal });
    const files = await writeBenchFiles(sandbox, folder);
    return await work({ sandbox, files, context: { folder, signal } });
  } finally {
    progress("Removing the hosts");
    await down(name);
    await rm(folder, { recursive: true, force: true });
  }
}
