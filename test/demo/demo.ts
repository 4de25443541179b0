import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * Shows the main job on three throwaway hosts: what a check announces, what the first run changes, that the second
 * changes nothing. Everything that it needs is set up on the way, and the hosts are removed at the end.
 */
const labPath = join(import.meta.dirname, "../../src/cli/lab.js");
const sandbox = "demo";
const inventory = `.lab/sandbox/${sandbox}/clusters.json`;

function lab(...args: string[]): number {
  process.stdout.write(`\n$ lab ${args.join(" ")}\n`);
  const { status, error } = spawnSync(process.execPath, [labPath, ...args], { stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}

/** Runs the steps until one fails, and returns its exit code. */
function firstFailure(...steps: readonly (readonly string[])[]): number {
  return steps.reduce((code, step) => (code === 0 ? lab(...step) : code), 0);
}

// Ctrl-C reaches the running step by itself; the hosts are still to be removed.
process.on("SIGINT", () => undefined);

const started = lab("sandbox", "up", sandbox, "--hosts", "3");
if (started === 0) {
  process.exitCode = firstFailure(
    ["play", "site.yaml", "-i", inventory, "--check"],
    ["play", "site.yaml", "-i", inventory],
    ["play", "site.yaml", "-i", inventory],
  );
  const removed = lab("sandbox", "down", sandbox);
  process.exitCode ||= removed;
} else {
  process.exitCode = started;
}
