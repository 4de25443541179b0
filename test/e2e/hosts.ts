import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { attachHost, type SandboxHost } from "../../src/sandbox/sandbox-host.ts";
import { removeTestSandbox, sandboxNameOfRun, startTestSandbox } from "./test-sandboxes.ts";

/** The hosts that all end-to-end tests share, in the order of their inventory: cp1, worker1, … */
export function sharedHosts(): readonly SandboxHost[] {
  return inject("hosts").map(attachHost);
}

/** The shared host of that name. Throws when there is none. */
export function sharedHost(name: string): SandboxHost {
  const host = sharedHosts().find((one) => one.name === name);
  if (!host) throw new Error(`the tests share no host "${name}"`);
  return host;
}

/** Path of the clusters.json of the shared hosts. */
export function sharedInventory(): string {
  return inject("inventory");
}

/** A sandbox that nobody has touched yet. */
export interface FreshSandbox extends Sandbox {
  /** For afterAll; the end of the run removes what no test removed. */
  remove(): Promise<void>;
}

/** Starts hosts for a test that needs them untouched. Cost: about half a second for each. */
export async function freshHosts(count: number): Promise<FreshSandbox> {
  const name = `${sandboxNameOfRun(inject("run"))}-${randomBytes(3).toString("hex")}`;
  const sandbox = await startTestSandbox(name, count);
  return { ...sandbox, remove: () => removeTestSandbox(name) };
}
