import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { down, list, type Sandbox, up } from "../../src/sandbox/sandbox.ts";

/**
 * The name of the first sandbox of a test run, by the id of its process; a run's other sandboxes add "-" and something
 * to it. By that they are found and removed, whatever becomes of the run.
 */
export function sandboxNameOfRun(run: number): string {
  return `test-${run}`;
}

/** Starts a sandbox whose files go to the folder for temporary files. */
export function startTestSandbox(name: string, hosts: number): Promise<Sandbox> {
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  return up({ name, layout: hosts, folder: folderOf(name), progress });
}

/** Removes a sandbox with everything that tests wrote beside its inventory. */
export async function removeTestSandbox(name: string): Promise<void> {
  await down(name);
  await rm(folderOf(name), { recursive: true, force: true });
}

/** Removes every sandbox of a test run. */
export function removeSandboxesOfRun(run: number): Promise<void> {
  return removeWhere((owner) => owner === run);
}

/** Removes what test runs left behind that were ended with their watchers. */
export function removeLeftovers(): Promise<void> {
  return removeWhere((owner) => !isAlive(owner));
}

async function removeWhere(isMeant: (run: number) => boolean): Promise<void> {
  const meant = (await list()).filter((sandbox) => {
    const run = /^test-(\d+)(-|$)/.exec(sandbox.name)?.[1];
    return run !== undefined && isMeant(Number(run));
  });
  await Promise.all(meant.map((sandbox) => removeTestSandbox(sandbox.name)));
}

function folderOf(name: string): string {
  return join(tmpdir(), `lab-${name}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
