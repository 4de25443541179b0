import { describe, expect, it } from "vitest";
import type { InputProblem } from "../../../src/errors.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { checkCondition, checkTemplates } from "../../../src/playbook/check-texts.ts";
import { KnownNames } from "../../../src/playbook/known-names.ts";
import { resultSchema } from "../../../src/playbook/result-schema.ts";
import { itemSchema, schemasOfValues } from "../../../src/playbook/schema-of-value.ts";
import { inventory } from "./small-lab.ts";

const hosts = ["cp1", "w1", "w2"];
const names = new KnownNames([], hosts, inventory).withVariables({ result: resultSchema({}, false) });

/** "line:marked text | message". */
function shown({ message, location }: InputProblem): string {
  const { line = 0, column = 1, length = 0, text = "" } = location ?? {};
  return `${line}:${text.slice(column - 1, column - 1 + length)} | ${message}`;
}

function inTemplates(yaml: string, known = names): string[] {
  const source = parseYamlFile("p.yaml", yaml);
  return checkTemplates(source.data, { source, path: [] }, known).map(shown);
}

function inCondition(condition: string): string[] {
  const source = parseYamlFile("p.yaml", `when: ${condition}\n`);
  return checkCondition(condition, { source, path: ["when"] }, names).map(shown);
}

describe("mistakes in templates", () => {
  it("are all found, each at its part, in block texts too", () => {
    expect(inTemplates("a: x {{ facts.os.nam }}\nb: |\n  x\n  {{ nowhere }} {{ result.stdot }}\n")).toEqual([
      '1:nam | "facts.os" has no key "nam"',
      '4:nowhere | the variable "nowhere" is not defined',
      '4:stdot | "result" has no key "stdot"',
    ]);
  });

  it("are found by way of a task's own variables and the entries of its loop", () => {
    const own = schemasOfValues({ size: "{{ facts.memory }}", os: "{{ facts.os }}" }, names);
    const item = itemSchema([{ name: "a" }, { name: "b", port: 1 }], names);
    const known = names.withVariables({ ...own, item });
    expect(inTemplates("a: '{{ os.nam }} {{ size.x }} {{ item.port }} {{ item.nam }}'", known)).toEqual([
      '1:nam | "os" has no key "nam"',
      '1:x | "size" is a number, and has no key "x"',
      '1:nam | "item" has no key "nam"',
    ]);
    expect(itemSchema("{{ facts.os.family }}", names)).toMatchObject({ type: "string" });
  });
});

describe("mistakes in conditions", () => {
  it.each([
    [
      "result.stdot == facts.hostnam",
      ['1:stdot | "result" has no key "stdot"', '1:hostnam | "facts" has no key "hostnam"'],
    ],
    ["size(groups.worker) > 0", ['1:worker | there is no group "worker"']],
    ["hostvars.w3.x == 1", ['1:w3 | there is no host "w3"']],
    ["facts.hostname", ["1:facts.hostname | the condition is a text, neither true nor false"]],
    ["result.rc", ["1:result.rc | the condition is a number, neither true nor false"]],
    ["facts.systemd", []],
    ["hostvars.w2.data_disk", []],
    ["hostvars.w2.data_dsk", ['1:data_dsk | "hostvars.w2" has no key "data_dsk"']],
  ])("%s", (condition, problems) => {
    expect(inCondition(condition)).toEqual(problems);
  });
});
