import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../src/playbook/expression.ts";
import { typeOfExpression } from "../../../src/playbook/expression-typing.ts";
import { resultSchema } from "../../../src/playbook/result-schema.ts";
import type { ValueSchema } from "../../../src/playbook/value-schema.ts";
import { factsSchema } from "../../../src/role/facts-schema.ts";

const text = { type: "string" } as const;
const variables: Readonly<Record<string, ValueSchema>> = {
  facts: factsSchema,
  result: resultSchema({}, false),
  looped: resultSchema({}, true),
  groups: {
    type: "object",
    properties: { workers: { type: "array", items: text } },
    mayLackKeys: true,
  },
  nodes: { type: "array", items: { type: "object", properties: { name: text } } },
};
const schemas = { schemaOf: (name: string) => variables[name] ?? null };

function mistakesIn(source: string): string[] {
  const { mistakes } = typeOfExpression(parseExpression(source).ast, schemas);
  return mistakes.map(({ message, offset, length, hint }) =>
    [source.slice(offset, offset + length), message, hint].filter((part) => part !== "").join(" | "),
  );
}

describe("expressions that are right", () => {
  it.each([
    'facts.memory > 4096 && facts.os.id == "debian"',
    "facts.memory < 4.5",
    "double(facts.memory) * 0.5 > 1024.0",
    'has(facts.interfaces.eth0) && facts.interfaces.eth0.mac != ""',
    'facts.interfaces["eth0"].addresses.exists(a, a.startsWith("10."))',
    '"debian" in facts.os.family && "eth0" in facts.interfaces',
    'result.rc in [0, 2] || result.stdout.contains("x")',
    'looped.results.all(r, r.rc == 0 && r.stdout_lines[0] != "")',
    "size(groups.workers) > 2",
    "has(groups.gpu) && size(groups.gpu) > 0",
    "groups.?gpu.orValue([]).size() == 0",
    'unknown.x.y > 3 && unknown[0] == "a" && unknown.contains("b")',
    "facts.interfaces.exists(i, facts.interfaces[i].mac == result.stdout)",
    'int(result.stdout.trim()) > 3 && result.stdout.replace("a", "b") != "c" && facts.hostname != null',
    "cel.bind(os, facts.os, os.version >= '12')",
    "min([facts.cpus, 4]) == 4",
  ])("%s", (source) => {
    expect(mistakesIn(source)).toEqual([]);
  });
});

describe("keys that cannot be", () => {
  it.each([
    ["result.stdot", 'stdot | "result" has no key "stdot" | did you mean "stdout"?'],
    ["has(facts.os.nam)", 'nam | "facts.os" has no key "nam" | did you mean "name"?'],
    ["facts.interfaces.eth0.mc", 'mc | "facts.interfaces.eth0" has no key "mc" | did you mean "mac"?'],
    ['groups["worker"]', '"worker" | there is no group "worker" | did you mean "workers"?'],
    ["looped.stdout", 'stdout | "looped" has no key "stdout" | known: changed, failed, results, skipped'],
    ["nodes.filter(n, n.nam != '')", 'nam | "n" has no key "nam" | did you mean "name"?'],
    ["facts.hostname.x", 'x | "facts.hostname" is a text, and has no key "x"'],
    [
      "nodes.name",
      'name | "nodes" is a list, and has no key "name" | each of its entries has one: take an entry first',
    ],
    ['facts.os.family["x"]', '"x" | "facts.os.family" is a list, and has no key "x"'],
    ["cel.bind(os, facts.os, os.idd)", 'idd | "os" has no key "idd" | did you mean "id"?'],
  ])("%s", (source, mistake) => {
    expect(mistakesIn(source)).toEqual([mistake]);
  });
});

describe("types that do not go together", () => {
  it.each([
    [
      'facts.memory > "4096"',
      'facts.memory > "4096" | "facts.memory" is a number and "4096" is a text: they cannot be compared | write the number without quotes: 4096',
    ],
    [
      "result.stdout > 3",
      'result.stdout > 3 | "result.stdout" is a text and "3" is a number: they cannot be compared | convert one of them: int(result.stdout), string(…)',
    ],
    [
      'facts.cpus + "x"',
      'facts.cpus + "x" | "facts.cpus" is a number and "x" is a text: + needs two of the same kind',
    ],
    [
      "facts.memory * 0.5 > 1.0",
      'facts.memory * 0.5 | "facts.memory" and "0.5" are a whole number and a fraction: * needs two of the same kind | write double(facts.memory)',
    ],
    [
      "!facts.hostname",
      'facts.hostname | "facts.hostname" is a text, and ! needs true or false | compare it with something: facts.hostname != ""',
    ],
    [
      "facts.systemd && nodes",
      'nodes | "nodes" is a list, and && needs true or false | ask for its size: size(nodes) > 0',
    ],
    [
      "facts.os.version == 12",
      'facts.os.version == 12 | "facts.os.version" is a text and "12" is a number: they are never the same | write it in quotes: "12"',
    ],
    [
      '"debian" in facts.os.name',
      '"debian" in facts.os.name | "facts.os.name" is a text, and "in" looks into lists and mappings | write facts.os.name.contains("debian")',
    ],
    [
      "3 in facts.os.family",
      '3 in facts.os.family | "3" is a number, and the entries of "facts.os.family" are not: each is a text | write it in quotes: "3"',
    ],
    [
      'facts.cpus.startsWith("a")',
      'facts.cpus.startsWith("a") | "facts.cpus" is a number, and startsWith() is a function of a text',
    ],
    [
      "facts.hostname.startsWith(facts.cpus)",
      'facts.hostname.startsWith(facts.cpus) | "facts.cpus" is a number, and startsWith() takes a text',
    ],
    [
      "facts.hostname.exists(x, x == 'a')",
      'facts.hostname | "facts.hostname" is a text, and exists() is a function of a list',
    ],
    ["-facts.hostname == 3", 'facts.hostname | "facts.hostname" is a text, and - needs a number'],
  ])("%s", (source, mistake) => {
    expect(mistakesIn(source)).toEqual([mistake]);
  });
});
