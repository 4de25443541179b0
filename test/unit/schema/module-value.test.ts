import { describe, expect, it } from "vitest";
import { loadRoles } from "../../../roles/index.ts";
import { checkSchema } from "../../../src/input/check-schema.ts";
import { isMapping } from "../../../src/input/mapping.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { isPending } from "../../../src/playbook/value-template.ts";
import { modules } from "../../../src/resources/index.ts";
import type { Module } from "../../../src/resources/module.ts";
import { moduleSchema } from "../../../src/resources/module-schema.ts";
import { moduleValue } from "../../../src/schema/module-value.ts";
import { roleArguments } from "../../../src/schema/role-entries.ts";
import { judge } from "./validity.ts";

const roles = await loadRoles();

const values = [
  true,
  3,
  -1,
  2.5,
  "text",
  "/path",
  "0644",
  "a\nb",
  "{{ x }}",
  [],
  ["a"],
  ["{{ x }}"],
  {},
  { a: 1 },
  null,
];

/** Arguments with one of them replaced or added, in all ways; and one that is unknown. */
function variants(args: Readonly<Record<string, unknown>>, names: readonly string[]): object[] {
  return [
    args,
    {},
    { ...args, not_an_argument: 1 },
    ...names.flatMap((name) => values.map((value) => ({ ...args, [name]: value }))),
    ...names.map((name) => Object.fromEntries(Object.entries(args).filter(([key]) => key !== name))),
  ];
}

/** Expressions are more than a form: the compiler reads them. */
function formsOf({ schema, expressions = [] }: Module): string[] {
  return Object.keys(schema.properties).filter((name) => !expressions.includes(name));
}

/** Whether the compiler finds nothing wrong with the form of arguments. */
function isAccepted(schema: object, args: object): boolean {
  const source = parseYamlFile("arguments.json", JSON.stringify(args));
  return checkSchema(schema, args, source, [], "it", isPending).length === 0;
}

describe("an editor and the compiler agree", () => {
  it.each(modules.map((module) => [module.name, module] as const))(
    "on the arguments of %s",
    (name, module) => {
      const [task] = [parseYamlFile("example.yaml", module.example).data].flat();
      const example = isMapping(task) && isMapping(task[name]) ? task[name] : {};
      const problemsOf = judge({ ...moduleValue(module) });
      for (const args of variants(example, formsOf(module))) {
        const seen = { args, accepted: problemsOf(args).length === 0 };
        expect(seen).toEqual({ args, accepted: isAccepted(moduleSchema(module), args) });
      }
    },
  );

  it.each(roles.map((role) => [role.name, role] as const))("on the arguments of the role %s", (_, role) => {
    const problemsOf = judge({ ...roleArguments(role) });
    for (const args of variants({}, Object.keys(role.schema.properties))) {
      const seen = { args, accepted: problemsOf(args).length === 0 };
      expect(seen).toEqual({ args, accepted: isAccepted(role.schema, args) });
    }
  });
});
