import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadRoles } from "../../../roles/index.ts";
import { labFileSchema } from "../../../src/cli/lab-file.ts";
import { InputError } from "../../../src/errors.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { modules } from "../../../src/resources/index.ts";
import { editorSchemas } from "../../../src/schema/editor-schemas.ts";
import { editorSettings } from "../../../src/schema/editor-settings.ts";
import { judge } from "./validity.ts";

const roles = await loadRoles();

const schemas = editorSchemas({ modules, roles }, labFileSchema);

function problemsIn(name: string, value: unknown): string[] {
  const found = schemas.find((schema) => schema.name === name);
  if (!found) throw new Error(`no schema ${name}`);
  return judge(found.schema)(value);
}

function inventoriesIn(folder: string): string[] {
  return globSync(`${folder}/**/*.{json,yaml}`, {
    exclude: (path) => /_vars|expected/.test(path),
  }).toSorted();
}

const wrongFolder = "test/fixtures/wrong/inventory";

/** Inventories whose mistake no schema can see, each with the reason. */
const beyondSchemas: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["bad-addresses", "an address is text to a schema"],
    ["bad-cidrs", "a network is text to a schema"],
    ["bad-interfaces", "interfaces are compared with each other"],
    ["doubled-addresses", "nodes are compared with each other"],
    ["doubled-names", "nodes are compared with each other"],
    ["name-collisions", "names of hosts and groups are compared"],
    ["no-control-plane", "nodes are counted by their roles"],
    ["one-line", "nodes are compared with each other"],
    ["overlapping-clusters", "networks are compared with each other"],
    ["overlapping-nodes", "networks are compared with each other"],
    ["overlapping-pods-and-services", "networks are compared with each other"],
    ["variable-files/clusters", "the mistakes stand in other files"],
  ].map(([name, reason = ""]) => [`${wrongFolder}/${name}.json`, reason]),
);

describe("the schema of clusters.json", () => {
  const right = [...inventoriesIn("inventory"), ...inventoriesIn("test/fixtures/{inventory,validate}")];
  const wrong = inventoriesIn(wrongFolder);

  it.each(right)("accepts %s", (path) => {
    expect(problemsIn("clusters", parseYamlFile(path, readFileSync(path, "utf8")).data)).toEqual([]);
  });

  it.each(wrong)("tells of %s as much as it can", (path) => {
    expect(isRefused(path)).toBe(!(path in beyondSchemas));
  });
});

function isRefused(path: string): boolean {
  try {
    return problemsIn("clusters", parseYamlFile(path, readFileSync(path, "utf8")).data).length > 0;
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

describe("the other schemas", () => {
  it.each([
    ["lab", { forks: 10 }, { forks: 0 }],
    ["lab", {}, { froks: 10 }],
    ["vars", { a: 1, b: [{ "any-key": true }] }, { "a-b": 1 }],
    ["vars", null, { facts: {} }],
    ["roles", { base: { swap: "keep" } }, { base: { swap: "never" } }],
    ["tasks", [{ command: "uptime" }], [{ comand: "uptime" }]],
  ])("%s: accepts %j, refuses %j", (name, right, wrong) => {
    expect(problemsIn(name, right)).toEqual([]);
    expect(problemsIn(name, wrong)).not.toEqual([]);
  });

  it("hold nothing that editors of draft-07 do not know", () => {
    const words = /"(\$defs|unevaluated\w+|dependent\w+|prefixItems|minContains|maxContains|\$dynamic\w+)":/;
    for (const { schema } of schemas) expect(JSON.stringify(schema)).not.toMatch(words);
  });
});

it("the settings of an editor name each schema that has files", () => {
  const settings: Record<string, object> = JSON.parse(editorSettings(schemas, ".lab/schema"));
  const used = schemas
    .filter(({ files }) => files.length > 0)
    .map(({ name }) => `./.lab/schema/${name}.json`);
  expect(Object.keys(settings["yaml.schemas"] ?? {})).toEqual(used);
  expect(settings["json.schemas"]).toEqual([
    { fileMatch: ["clusters.json", "inventory/**/clusters.json"], url: "./.lab/schema/clusters.json" },
  ]);
});
