import type { TestProject } from "vitest/node";
import { removeWithThisProcess } from "./remove-with-this-process.ts";
import { removeLeftovers, removeSandboxesOfRun } from "./test-sandboxes.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Process id of the test run, by which its sandboxes are found. */
    run: number;
  }
}

/** Lets tests start hosts; what it returns removes every host of the run. */
export default async function sandboxesOfRun(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const watcher = removeWithThisProcess();
  project.provide("run", process.pid);
  return async () => {
    try {
      await removeSandboxesOfRun(process.pid);
    } finally {
      watcher.stdin?.end();
    }
  };
}
