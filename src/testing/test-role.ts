import { join } from "node:path";
import { InputError } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { suggestion } from "../input/suggest.ts";
import { parseYamlFile } from "../input/yaml-file.ts";
import type { Inventory, InventoryHost } from "../inventory/inventory.ts";
import { inventoryOf } from "../inventory/load-inventory.ts";
import { Assets } from "../playbook/assets.ts";
import { buildContext } from "../playbook/build-context.ts";
import { hostScope } from "../playbook/host-scope.ts";
import { clusterView, nodeView } from "../playbook/role-view.ts";
import type { Scope } from "../playbook/scope.ts";
import type { BuildContext } from "../resources/module.ts";
import type { Role, RoleContext } from "../role/role.ts";
import { exampleFacts } from "./example-facts.ts";
import { type TestedTask, testedTask } from "./tested-task.ts";

/** What a role is tested with. */
export interface RoleTest<Arguments> {
  readonly args: Arguments;
  /** What clusters.json would hold; a cluster "demo" of cp1 and worker1 where it is not given. */
  readonly inventory?: unknown;
  /** The host to run on; the first of the inventory where it is not given. */
  readonly host?: string;
  /** Answers to the facts that tasks use, by their names there; `facts` are those of a Debian 12. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The folder of the project, with its files/ and templates/; the working directory where it is not given. */
  readonly folder?: string;
}

/** What a role does on a host. */
export interface TestedRole {
  /** In order. */
  readonly tasks: readonly TestedTask[];
  readonly handlers: readonly TestedTask[];
  /** The task or handler of that name. Throws InputError when there is none. */
  task(name: string): TestedTask;
}

/** Builds a role's tasks for one host, as a play does, without contacting it. Throws InputError. */
export function testRole<Arguments>(role: Role<Arguments>, test: RoleTest<Arguments>): TestedRole {
  const inventory = inventoryOf(fileOf("clusters.json", test.inventory ?? demoInventory));
  const host = hostOf(inventory, test.host);
  const args = fileOf("args", test.args);
  const problems = checkSchema(role.schema, test.args, args, [], `role "${role.name}"`);
  if (problems.length > 0) throw new InputError(problems);
  const context: RoleContext<Arguments> = {
    args: test.args,
    host: nodeView(host),
    cluster: clusterView(host.cluster, inventory),
  };
  const facts = { facts: exampleFacts, ...test.facts };
  const files = contextOf(hostScope(host, noPlay, inventory).with(facts), test.folder ?? ".");
  const steps = role.tasks(context).filter((step) => typeof step !== "string");
  const tasks = steps.map((task) => testedTask(task, facts, files));
  const handlers = (role.handlers?.(context) ?? []).map((task) => testedTask(task, facts, files));
  checkNotified(tasks, handlers);
  return {
    tasks,
    handlers,
    task: (name) => {
      const found = [...tasks, ...handlers].find((task) => task.name === name);
      if (found) return found;
      const hint = suggestion(
        name,
        [...tasks, ...handlers].map((task) => task.name),
      );
      throw new InputError({ message: `role "${role.name}" has no task "${name}" here`, hint });
    },
  };
}

const noPlay = { vars: {}, hosts: [], results: {}, unanswered: [] };

const demoInventory = {
  clusters: [
    {
      name: "demo",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      nodes: [
        { name: "cp1", role: "control_plane", host: "192.0.2.11" },
        { name: "worker1", role: "worker", host: "192.0.2.12" },
      ],
    },
  ],
};

function fileOf(name: string, data: unknown) {
  return parseYamlFile(name, JSON.stringify(data ?? null, null, 2));
}

function hostOf(inventory: Inventory, name: string | undefined): InventoryHost {
  const host = name === undefined ? inventory.hosts.values().next().value : inventory.hosts.get(name);
  if (host) return host;
  const hint = suggestion(name ?? "", inventory.hosts.keys());
  throw new InputError({ message: `the inventory has no host "${name ?? ""}"`, hint });
}

function contextOf(scope: Scope, folder: string): BuildContext {
  const assets = new Assets({ file: [join(folder, "files")], template: [join(folder, "templates")] });
  const location = { file: "role.ts", line: 1, column: 1, length: 1, text: "" };
  return buildContext(assets, scope, location, { runAs: { kind: "root" }, environment: {} });
}

function checkNotified(tasks: readonly TestedTask[], handlers: readonly TestedTask[]): void {
  const known = handlers.map((handler) => handler.name);
  const problems = [...tasks, ...handlers].flatMap((task) =>
    task.notify
      .filter((name) => !known.includes(name))
      .map((name) => ({
        message: `"${task.name}" notifies "${name}", which is no handler of the role`,
        hint: suggestion(name, known),
      })),
  );
  if (problems.length > 0) throw new InputError(problems);
}
