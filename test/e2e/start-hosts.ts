import type { TestProject } from "vitest/node";
import type { HostRecord } from "../../src/sandbox/sandbox-host.ts";
import { sandboxNameOfRun, startTestSandbox } from "./test-sandboxes.ts";

const hostCount = 4;

declare module "vitest" {
  export interface ProvidedContext {
    /** Hosts that all end-to-end tests share. */
    hosts: readonly HostRecord[];
    /** The inventory of these hosts. */
    inventory: string;
  }
}

/** Starts the hosts that end-to-end tests share, once for all files. */
export default async function startHosts(project: TestProject): Promise<void> {
  const sandbox = await startTestSandbox(sandboxNameOfRun(process.pid), hostCount);
  project.provide(
    "hosts",
    // Handles are functions, which do not travel to the workers; plain data does.
    sandbox.hosts.map(({ exec, pause, unpause, ...record }) => record),
  );
  project.provide("inventory", sandbox.files.clusters);
}
