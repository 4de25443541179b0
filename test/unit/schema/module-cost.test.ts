import { describe, expect, it } from "vitest";
import { isMapping } from "../../../src/input/mapping.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { modules } from "../../../src/resources/index.ts";
import type { BuildContext } from "../../../src/resources/module.ts";
import { decidedHere } from "../../../src/schema/module-cost.ts";

const context: BuildContext = {
  file: () => ({ kind: "text", text: "" }),
  template: () => "",
  environment: {},
  runAs: { kind: "root" },
};

describe("what a page says of frames", () => {
  it.each(modules.map((module) => [module.name, module] as const))("is true of %s", (name, module) => {
    const [task] = [parseYamlFile("example.yaml", module.example).data].flat();
    const args = isMapping(task) && isMapping(task[name]) ? task[name] : {};
    // What assert is given are values, not texts.
    const values = module.expressions ? { that: [{ expression: "true", value: true }], var: [] } : args;
    const { probes } = module.build(values, context);
    expect(Object.keys(probes).length === 0).toBe(decidedHere.has(name));
  });
});
