import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/playbook/template.ts";
import { typeOfTemplate } from "../../../src/playbook/template-typing.ts";
import type { ValueSchema } from "../../../src/playbook/value-schema.ts";
import { factsSchema } from "../../../src/role/facts-schema.ts";

const text = { type: "string" } as const;
const variables: Readonly<Record<string, ValueSchema>> = {
  facts: factsSchema,
  groups: {
    type: "object",
    properties: { workers: { type: "array", items: text } },
    mayLackKeys: true,
  },
  nothing: { type: "null" },
  nodes: { type: "array", items: { type: "object", properties: { name: text } } },
};
const schemas = { schemaOf: (name: string) => variables[name] ?? null };

function mistakesIn(source: string): string[] {
  return typeOfTemplate(parseTemplate(source), schemas).mistakes.map(({ message, offset, length, hint }) =>
    [offset, source.slice(offset, offset + length), message, hint].filter((part) => part !== "").join(" | "),
  );
}

describe("templates that are right", () => {
  it.each([
    "{{ facts.os }}",
    "{{facts.hostname}}:{{facts.cpus}}{{facts.os.family.[0]}}{{facts.os.family.length}}",
    "{{#each facts.interfaces as |nic name|}}{{name}} {{nic.mac}}{{@key}}{{../facts.cpus}}{{/each}}",
    "{{#each nodes}}{{name}}{{#if @first}}{{@root.facts.cpus}}{{/if}}{{/each}}",
    "{{#with facts.os}}{{id}}{{/with}}{{join facts.os.family ','}}",
    "{{#if groups.gpu}}{{join groups.gpu ','}}{{/if}}{{default groups.tpu 'none'}}",
    "{{#each (entries facts.interfaces)}}{{key}}{{value.mac}}{{/each}}",
    "{{unknown.a.b}} {{lookup groups unknown}}",
  ])("%s", (source) => {
    expect(mistakesIn(source).filter((mistake) => !mistake.includes("lookup groups"))).toEqual([]);
  });
});

describe("templates that are wrong", () => {
  it.each([
    ["a\n{{ facts.hostnam }}", '11 | hostnam | "facts" has no key "hostnam" | did you mean "hostname"?'],
    ["{{default facts.os.nam 'x'}}", '19 | nam | "facts.os" has no key "nam" | did you mean "name"?'],
    ["{{groups.[worker]}}", '10 | worker | there is no group "worker" | did you mean "workers"?'],
    ["{{#each nodes}}{{nam}}{{/each}}", '17 | nam | "this" has no key "nam" | did you mean "name"?'],
    [
      "{{#each nodes}}{{port}}{{/each}}",
      '17 | port | "this" has no key "port" | inside {{#each}} and {{#with}}, write ../port for what stands outside',
    ],
    ["{{#each nodes as |n|}}{{n.nam}}{{/each}}", '26 | nam | "n" has no key "nam" | did you mean "name"?'],
    ["{{#with facts.os}}{{this.idd}}{{/with}}", '25 | idd | "this" has no key "idd" | did you mean "id"?'],
    ["{{@root.facts.cpu}}", '14 | cpu | "@root.facts" has no key "cpu" | did you mean "cpus"?'],
    ["{{facts.hostname.x}}", '17 | x | "facts.hostname" is a text, and has no key "x"'],
    [
      "{{#each facts.cpus}}{{/each}}",
      '8 | facts.cpus | "facts.cpus" is a number, and has no entries for each',
    ],
    [
      "a {{ facts.os }}",
      '5 | facts.os | "facts.os" is a mapping, and cannot stand within a text | write {{json facts.os}}, or name one of its keys',
    ],
    [
      "a {{ nothing }}",
      '5 | nothing | "nothing" is null, and cannot stand within a text | write {{default nothing ""}} where that is allowed',
    ],
    [
      "a {{split facts.kernel '-'}}",
      `2 | {{split facts.kernel '-'}} | "split facts.kernel '-'" is a list, and cannot stand within a text | write {{join x " "}}, or {{#each x}} … {{/each}}`,
    ],
  ])("%j", (source, mistake) => {
    expect(mistakesIn(source)).toEqual([mistake]);
  });
});

describe("the form of what a template comes to", () => {
  it.each([
    ["{{ facts.cpus }}", "integer"],
    ["{{ facts.cpus }} ", "string"],
    ["{{length facts.os.family}}", "integer"],
    ["{{default facts.hostname 'x'}}", "string"],
    ["{{default facts.hostname 3}}", undefined],
    ["{{last facts.os.family}}", "string"],
    ["{{values facts.interfaces}}", "array"],
    ["{{eq facts.cpus 3}}", "boolean"],
    ["{{ unknown }}", undefined],
  ])("%s is %s", (source, type) => {
    expect(typeOfTemplate(parseTemplate(source), schemas).type.type).toBe(type);
  });
});
