import type { TestProject } from "vitest/node";
import type { HostRecord } from "../../src/sandbox/sandbox-host.ts";
import { removeWithThisProcess } from "./remove-with-this-process.ts";
import {
  removeLeftovers,
  removeSandboxesOfRun,
  sandboxNameOfRun,
  startTestSandbox,
} from "./test-sandboxes.ts";

const hostCount = 4;

declare module "vitest" {
  export interface ProvidedContext {
    /** Hosts that all end-to-end tests share. */
    hosts: readonly HostRecord[];
    /** The inventory of these hosts. */
    inventory: string;
    /** Process id of the test run, by which its sandboxes are found. */
    run: number;
  }
}

/** Starts the hosts of the end-to-end tests, once for all files; what it returns removes every host of the run. */
export default async function startHosts(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const watcher = removeWithThisProcess();
  const sandbox = await startTestSandbox(sandboxNameOfRun(process.pid), hostCount);
  project.provide(
    "hosts",
    // Handles are functions, which do not travel to the workers; plain data does.
    sandbox.hosts.map(({ exec, pause, unpause, ...record }) => record),
  );
  project.provide("inventory", sandbox.files.clusters);
  project.provide("run", process.pid);
  return async () => {
    try {
      await removeSandboxesOfRun(process.pid);
    } finally {
      watcher.stdin?.end();
    }
  };
}
