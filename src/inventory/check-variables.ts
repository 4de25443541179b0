import type { InputProblem } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { DataPath, YamlFile } from "../input/yaml-file.ts";
import type { Declaration } from "./declaration.ts";
import { clusterGroups, fixedGroups } from "./groups.ts";
import { variableNameProblem } from "./reserved-variables.ts";
import type { VariablesFile } from "./variables-file.ts";

/** Variables have usable names, and each file of group_vars/ and host_vars/ belongs to a group or host. */
export function checkVariables(declaration: Declaration, files: readonly VariablesFile[]): InputProblem[] {
  const { source, clusters, nodes } = declaration;
  const places: [YamlFile, DataPath, unknown][] = [
    [source, ["vars"], declaration.head.vars],
    ...[...clusters, ...nodes].map(({ path, data }): [YamlFile, DataPath, unknown] => [
      source,
      [...path, "vars"],
      data.vars,
    ]),
    ...files.map((file): [YamlFile, DataPath, unknown] => [file.source, [], file.source.data]),
  ];
  return [
    ...places.flatMap(([file, path, vars]) => checkVariableNames(file, path, vars)),
    ...(declaration.complete ? checkOwners(declaration, files) : []),
  ];
}

function checkVariableNames(source: YamlFile, path: DataPath, vars: unknown): InputProblem[] {
  if (typeof vars !== "object" || vars === null) return [];
  return Object.keys(vars).flatMap((name) => {
    const problem = variableNameProblem(name);
    return problem ? [{ ...problem, location: source.locateKey([...path, name]) }] : [];
  });
}

function checkOwners({ clusters, nodes }: Declaration, files: readonly VariablesFile[]): InputProblem[] {
  const known = {
    group: new Set([...fixedGroups, ...clusters.flatMap(({ data }) => clusterGroups(data.name))]),
    host: new Set(nodes.map(({ data }) => data.name)),
  };
  return files.flatMap(({ kind, name, source }) => {
    if (known[kind].has(name)) return [];
    const other = kind === "group" ? "host" : "group";
    const hint = known[other].has(name)
      ? `it is a ${other}: move the file to ${other}_vars/`
      : suggestion(name, known[kind]);
    return [
      { message: `there is no ${kind} "${name}" for these variables`, location: source.locate([]), hint },
    ];
  });
}
