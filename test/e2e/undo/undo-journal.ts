import { pathChangeScript } from "../../../src/resources/apply-path.ts";
import type { Change, PathChange } from "../../../src/resources/change.ts";
import { findModule } from "../../../src/resources/index.ts";
import type { Resource } from "../../../src/resources/resource.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";

/** Changes with a folder of their own on the host each, as a journal gives them. */
export type Entries = readonly { readonly change: Change; readonly folder: string }[];

/** Runs sh as root. Throws with all that it has printed when it fails. */
export async function runOn(host: SandboxHost, script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await host.exec(
    `export LC_ALL=C DEBIAN_FRONTEND=noninteractive\n${script}`,
  );
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stdout}\n${stderr}\nof:\n${script}`);
  return stdout;
}

/** A resource of a module of lab's own, as a task without become_user and environment builds it. */
export function resourceOf(name: string, args: object): Resource {
  const module = findModule(name);
  if (!module) throw new Error(`there is no module ${name}`);
  return module.build(args, {
    file: () => ({ kind: "text", text: "" }),
    template: () => "",
    environment: {},
    runAs: { kind: "root" },
  });
}

/** What the host answers to the questions of a resource. */
export async function statesOn(host: SandboxHost, resource: Resource): Promise<Record<string, unknown>> {
  const states: Record<string, unknown> = {};
  for (const [name, { kind, query }] of Object.entries(resource.probes)) {
    [states[name]] = kind.parse(await runOn(host, `(\n${kind.script([query])}\n)`), [query]);
  }
  return states;
}

/** The changes that a resource plans on the host as it is. */
export async function plannedOn(host: SandboxHost, resource: Resource): Promise<readonly Change[]> {
  const plan = resource.plan(await statesOn(host, resource));
  if (plan.kind !== "changes") throw new Error(JSON.stringify(plan));
  return plan.changes;
}

/** Makes an empty folder for each change. */
export async function openEntries(host: SandboxHost, changes: readonly Change[]): Promise<Entries> {
  const entries = changes.map(async (change) => {
    const folder = (await runOn(host, "mktemp -d /run/entry.XXXXXX")).trim();
    return { change, folder };
  });
  return Promise.all(entries);
}

/** Makes the changes, in their order. */
export async function make(host: SandboxHost, entries: Entries): Promise<void> {
  for (const { change, folder } of entries) {
    await runIn(host, folder, change.kind === "path" ? pathChangeScript(change) : change.script);
  }
}

/** The last change first, and once all are taken back, what is to follow; of paths, where they were changed. */
export async function takeBack(host: SandboxHost, entries: Entries, paths: "too" | "not"): Promise<void> {
  const reverse = entries.toReversed();
  for (const { change, folder } of reverse) {
    if (change.kind === "run") await runIn(host, folder, change.undo ?? ":");
    else if (paths === "too") await runOn(host, pathChangeScript(reversed(change)));
  }
  for (const { change, folder } of reverse) {
    if (change.kind === "run") await runIn(host, folder, change.afterUndo ?? ":");
  }
}

async function runIn(host: SandboxHost, folder: string, script: string): Promise<void> {
  await runOn(host, `export LAB_ENTRY=${folder}\n${script}`);
}

function reversed({ path, before, after }: PathChange): PathChange {
  return { kind: "path", path, before: after, after: before };
}
