import { removeSandboxesOfRun } from "./test-sandboxes.ts";

/**
 * Watches a test run from a process of its own: its stdin closes when the run ends, in whatever way, and what the run
 * has not removed by then is removed here.
 */
process.stdin.resume().once("close", () => {
  void removeSandboxesOfRun(Number(process.argv[2]));
});
