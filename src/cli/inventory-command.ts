import { realpathSync, writeFileSync } from "node:fs";
import { exitCode, InputError } from "../errors.ts";
import { printProblems } from "../input/print-problems.ts";
import { suggestion } from "../input/suggest.ts";
import { ansibleGraph } from "../inventory/ansible-graph.ts";
import { ansibleList } from "../inventory/ansible-list.ts";
import { ansibleVariables } from "../inventory/ansible-variables.ts";
import { ansibleYaml } from "../inventory/ansible-yaml.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { VaultKeyFlags } from "./command-secrets.ts";
import { readInventory } from "./read-inventory.ts";

/** The flags of `lab inventory`; without any of list, graph, host and write it shows the graph. */
export interface InventoryOptions extends VaultKeyFlags {
  /** Path of clusters.json. */
  readonly inventory: string;
  readonly list?: boolean;
  readonly graph?: boolean;
  readonly host?: string;
  /** A host pattern. */
  readonly limit?: string;
  /** File to write the Ansible inventory to. */
  readonly write?: string;
}

/** Takes output; warnings go to stderr, so that stdout is what was asked for and nothing else. */
export type WriteOutput = (text: string, stream: "stdout" | "stderr") => void;

/** Runs `lab inventory` and returns its exit code. Throws InputError for a wrong inventory or wrong flags. */
export async function inventoryCommand(options: InventoryOptions, write: WriteOutput): Promise<number> {
  checkFlags(options);
  const inventory = await readInventory(options.inventory, options, true);
  if (inventory.warnings.length > 0) write(`${printProblems(inventory.warnings, "warning")}\n`, "stderr");
  const limit = matchHosts(options.limit ?? "all", inventory);
  if (options.write !== undefined) {
    writeInventory(options.write, inventory, limit);
    write(`wrote ${options.write} (${limit.length} hosts)\n`, "stdout");
  } else if (options.host !== undefined) write(json(variablesOf(options.host, inventory)), "stdout");
  else if (options.list) write(json(ansibleList(inventory, limit)), "stdout");
  else write(ansibleGraph(inventory, limit), "stdout");
  return exitCode.ok;
}

function checkFlags({ list, graph, host, limit, write }: InventoryOptions): void {
  const given = [
    list && "--list",
    graph && "--graph",
    host !== undefined && "--host",
    write !== undefined && "--write",
  ].filter((flag) => typeof flag === "string");
  if (given.length > 1) throw new InputError({ message: `${given.join(" and ")} cannot be used together` });
  if (host !== undefined && limit !== undefined) {
    throw new InputError({ message: "--host and --limit cannot be used together" });
  }
}

function variablesOf(name: string, inventory: Inventory): Record<string, unknown> {
  const host = inventory.hosts.get(name);
  if (host) return ansibleVariables(host);
  const hint = suggestion(name, inventory.hosts.keys());
  throw new InputError({ message: `no host is called "${name}"`, hint });
}

function writeInventory(path: string, inventory: Inventory, limit: readonly string[]): void {
  if (samePlace(path, inventory.file)) {
    throw new InputError({
      message: `--write would replace the inventory ${path} itself`,
      hint: "name another file",
    });
  }
  try {
    writeFileSync(path, ansibleYaml(inventory, limit));
  } catch (error) {
    throw new InputError({
      message: `cannot write ${path}: ${error instanceof Error ? error.message : error}`,
    });
  }
}

/** Whether both paths exist and lead to one file. */
function samePlace(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
