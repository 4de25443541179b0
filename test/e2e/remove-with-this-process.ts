import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** Starts what removes the sandboxes of this test run once this process has ended, in whatever way, or closes its stdin. */
export function removeWithThisProcess(): ChildProcess {
  const script = join(import.meta.dirname, "remove-with-parent.ts");
  const watcher = spawn(process.execPath, [script, String(process.pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  return watcher;
}
