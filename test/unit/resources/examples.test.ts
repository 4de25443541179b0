import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkSchema } from "../../../src/input/check-schema.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { parseExpression } from "../../../src/playbook/expression.ts";
import { modules } from "../../../src/resources/index.ts";
import { moduleSchema } from "../../../src/resources/module-schema.ts";
import { parseSystemFacts } from "../../../src/role/system-facts.ts";

const recorded = join(import.meta.dirname, "../role/recorded/debian-12-container.txt");
const facts = parseSystemFacts(readFileSync(recorded, "utf8"));

describe.each(modules.map((module) => [module.name, module] as const))(
  "the example of %s",
  (name, module) => {
    const source = parseYamlFile(`${name}.yaml`, module.example);
    const [task] = parse(module.example);

    it("is one named task with arguments that its schema accepts", () => {
      expect(Object.keys(task)).toEqual(["name", name]);
      expect(checkSchema(moduleSchema(module), task[name], source, [0, name], name)).toEqual([]);
    });

    it("reads nothing but facts that there are", () => {
      const expressions = (module.expressions ?? []).flatMap((argument) =>
        [task[name][argument] ?? []].flat(),
      );
      for (const text of expressions) expect(() => parseExpression(text).evaluate({ facts })).not.toThrow();
      expect(module.example).not.toContain("{{");
    });
  },
);
