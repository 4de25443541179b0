import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { InputError, type Location } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { suggestion } from "../input/suggest.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import { insertNode } from "../inventory/insert-node.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";

/** A node that clusters.json does not have; it is added there once the run has succeeded. */
export interface NewNode {
  readonly name: string;
  /** Path of clusters.json. */
  readonly file: string;
  /** The text of clusters.json with the node in it. Pure. */
  readonly edit: (text: string) => string;
}

type Variables = Readonly<Record<string, SourcedValue>>;

/** Further keys of the node that -e may give. */
const optionalKeys = ["port", "user", "key", "node_ip"] as const;

/** Whether a playbook takes in nodes that clusters.json does not have: one of its plays says `new_node: true`. */
export function takesNewNodes({ data }: YamlFile): boolean {
  return Array.isArray(data) && data.some((play) => isMapping(play) && play.new_node === true);
}

/**
 * The node that -e names by `node`, `host` and `cluster`; null where clusters.json has it, or where the playbook asks for it.
 * Throws InputError where there is no such node and -e does not say enough to add it.
 */
export function newNodeOf(vars: Variables, inventory: Inventory): NewNode | null {
  const { node, host, cluster } = vars;
  const name = textOf(node);
  if (!node || name === "" || name.includes(",")) return null;
  const known = inventory.hosts.get(name);
  if (known) {
    const clash = cluster && textOf(cluster) !== known.cluster ? cluster : null;
    if (clash === null) return null;
    throw problem(clash, `${name} is a node of the cluster "${known.cluster}"`, "leave -e cluster out");
  }
  if (!host || !cluster) {
    const names = [...inventory.hosts.keys()];
    const cure = "-e host=ADDRESS -e cluster=NAME takes in a host that is not there yet";
    const hint =
      host || cluster ? cure : [suggestion(name, names), cure].filter((part) => part !== "").join("; ");
    throw problem(node, `there is no host "${name}" in ${inventory.file}`, hint);
  }
  const clusters = [...inventory.clusters.keys()];
  const into = textOf(cluster);
  if (!clusters.includes(into)) {
    throw problem(cluster, `there is no cluster "${into}" in ${inventory.file}`, suggestion(into, clusters));
  }
  const declared = { name, role: "worker", host: textOf(host), ...optional(vars) };
  return { name, file: inventory.file, edit: (text) => insertNode(text, into, declared) };
}

function optional(vars: Variables): Record<string, unknown> {
  return Object.fromEntries(
    optionalKeys.flatMap((key) => {
      const given = vars[key];
      if (!given) return [];
      return [[key, key === "port" ? Number(given.value) : textOf(given)]];
    }),
  );
}

/** Adds the node to clusters.json as it is by now. The file is replaced at once, and keeps its mode. */
export function saveNewNode({ file, edit }: NewNode): void {
  const partial = `${file}.lab-new`;
  const { mode } = statSync(file);
  writeFileSync(partial, edit(readFileSync(file, "utf8")), { mode });
  renameSync(partial, file);
}

function textOf(given: SourcedValue | undefined): string {
  return given === undefined || given.value === null ? "" : String(given.value);
}

function problem({ location }: { readonly location: Location }, message: string, hint: string): InputError {
  return new InputError({ message, location, hint });
}
