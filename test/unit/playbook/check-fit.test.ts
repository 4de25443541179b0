import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { checkFit } from "../../../src/playbook/check-fit.ts";
import { KnownNames } from "../../../src/playbook/known-names.ts";
import { inventory } from "./small-lab.ts";

const names = new KnownNames(["own"], ["cp1"], inventory);

function misfits(schema: object, yaml: string): string[] {
  const source = parseYamlFile("p.yaml", yaml);
  return checkFit({ ...schema }, source.data, { source, path: [] }, names).map(
    ({ message, location, hint }) => `${location?.column}: ${message}${hint ? ` (${hint})` : ""}`,
  );
}

const args = {
  type: "object",
  properties: {
    port: { type: "integer" },
    name: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
    content: { type: "string" },
    enabled: { type: "boolean" },
    mode: { enum: ["a", "b"] },
    env: { type: "object", additionalProperties: {} },
    any: {},
  },
};

describe("checkFit", () => {
  it.each([
    ["port: '{{ facts.cpus }}'"],
    ["port: '{{ own }}'"],
    ["name: '{{ facts.os.family }}'"],
    ["name: ['{{ facts.hostname }}']"],
    ["content: '{{ facts.memory }} MiB'"],
    ["enabled: '{{ eq facts.cpus 2 }}'"],
    ["mode: '{{ facts.hostname }}'"],
    ["any: '{{ facts.os }}'"],
    ["content: '{{ default own null }}'"],
  ])("lets pass what may fit: %s", (yaml) => {
    expect(misfits(args, yaml)).toEqual([]);
  });

  it.each([
    [
      "port: '{{ facts.hostname }}'",
      '7: "port" must be a number, and {{ facts.hostname }} is always a text (write {{int facts.hostname}} where it holds a number)',
    ],
    ["port: '1{{ own }}'", '7: "port" must be a number, and 1{{ own }} is always a text'],
    [
      "content: '{{ facts.memory }}'",
      '10: "content" must be a text, and {{ facts.memory }} is always a number (write {{concat facts.memory}} to make a text of it)',
    ],
    [
      "name: [a, '{{ facts.cpus }}']",
      '11: "name" must be a text, and {{ facts.cpus }} is always a number (write {{concat facts.cpus}} to make a text of it)',
    ],
    [
      "enabled: '{{ facts.hostname }}'",
      '10: "enabled" must be true or false, and {{ facts.hostname }} is always a text',
    ],
    [
      "mode: '{{ facts.os }}'",
      '7: "mode" must be a text, and {{ facts.os }} is always a mapping (write {{json facts.os}}, or name one of its keys)',
    ],
    [
      "env: '{{ facts.os.family }}'",
      '6: "env" must be a mapping, and {{ facts.os.family }} is always a list',
    ],
  ])("finds what can never fit: %s", (yaml, problem) => {
    expect(misfits(args, yaml)).toEqual([problem]);
  });
});
