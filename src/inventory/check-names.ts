import type { InputProblem } from "../errors.ts";
import type { Declaration } from "./declaration.ts";
import { clusterGroups, fixedGroups } from "./groups.ts";

/** The form of a host's name, and of each part of one with dots: a label of RFC 1123. */
export const labelForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** The form of a cluster's name, which is also a group's. */
export const clusterNameForm = /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/;

/** Names are usable as host names (RFC 1123), unique, and no two things share one in host patterns. */
export function checkNames(declaration: Declaration): InputProblem[] {
  const owners = new Map<string, string>([
    ...fixedGroups.map((name): [string, string] => [name, "a group of every inventory"]),
    ["ungrouped", "a group of Ansible's own"],
  ]);
  return [...checkClusterNames(declaration, owners), ...checkHostNames(declaration, owners)];
}

/** Adds each cluster's groups to `owners`, which says what a name already stands for. */
function checkClusterNames({ source, clusters }: Declaration, owners: Map<string, string>): InputProblem[] {
  const problems: InputProblem[] = [];
  const seen = new Set<string>();
  for (const { path, data } of clusters) {
    const { name } = data;
    const location = source.locate([...path, "name"]);
    if (!clusterNameForm.test(name)) {
      const message = `the cluster name "${name}" must be lower-case letters, digits, - and _, and begin and end with a letter or digit`;
      problems.push({ message, location, ...lowerCaseHint(name, clusterNameForm) });
      continue;
    }
    if (seen.has(name)) {
      problems.push({ message: `two clusters are called "${name}"`, location });
      continue;
    }
    seen.add(name);
    for (const group of clusterGroups(name)) {
      const owner = owners.get(group);
      if (owner) {
        const what =
          group === name ? `the cluster name "${name}"` : `the group "${group}" of cluster "${name}"`;
        problems.push({ message: `${what} is already ${owner}`, location, hint: "rename the cluster" });
      }
      owners.set(group, `a group of cluster "${name}"`);
    }
  }
  return problems;
}

function checkHostNames({ source, nodes }: Declaration, groups: ReadonlyMap<string, string>): InputProblem[] {
  const problems: InputProblem[] = [];
  const lines = new Map<string, number>();
  for (const { path, data } of nodes) {
    const { name } = data;
    const location = source.locate([...path, "name"]);
    const group = groups.get(name);
    const earlier = lines.get(name);
    if (!isHostName(name)) {
      const message = `the host name "${name}" must be lower-case letters, digits and -, and begin and end with a letter or digit`;
      problems.push({ message, location, ...lowerCaseHint(name, { test: isHostName }) });
    } else if (group) {
      const message = `the host name "${name}" is already ${group}`;
      problems.push({ message, location, hint: "rename the host: a host pattern could mean either" });
    } else if (earlier !== undefined) {
      problems.push({ message: `two hosts are called "${name}"; the first is in line ${earlier}`, location });
    } else lines.set(name, location.line);
  }
  return problems;
}

function isHostName(name: string): boolean {
  return name.length <= 253 && name.split(".").every((part) => labelForm.test(part));
}

function lowerCaseHint(name: string, allowed: { test(name: string): boolean }): { hint?: string } {
  const better = name
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
  return better !== name && allowed.test(better) ? { hint: `write "${better}"` } : {};
}
