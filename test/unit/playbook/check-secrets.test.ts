import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { layerOf } from "../../../src/inventory/layer-variables.ts";
import { checkSecrets, straySecrets } from "../../../src/playbook/check-secrets.ts";
import type { Loop } from "../../../src/playbook/compiled-play.ts";
import { variablesOf } from "../../../src/playbook/variable-look-up.ts";
import { inventory, location } from "./small-lab.ts";

const source = parseYamlFile(
  "vars.yaml",
  [
    "password: !secret p",
    "db: { user: u, password: !secret q }",
    "url: 'postgres://{{ db.user }}:{{ db.password }}@db'",
    "shown: 'postgres://{{ db.user }}@db'",
    "whole: '{{ db }}'",
    "circle: '{{ circle }}'",
    "users: [{ name: a, password: !secret r }]",
  ].join("\n"),
);
const lookUp = variablesOf(Object.fromEntries(layerOf(source, [], source.data)), ["w1"], inventory);

function leaks(
  module: string,
  args: Readonly<Record<string, unknown>>,
  { name = "x", loop = null }: { name?: string; loop?: Loop | null } = {},
): string[] {
  const task = { name, nameLocation: location, module, args, places: {}, location, loop, vars: {} };
  return checkSecrets(task, lookUp).map(({ message }) => message);
}

function over(entries: unknown, label: string | null = null): Loop {
  const written = label === null ? null : { value: label, location };
  return { entries, itemName: "item", indexName: null, label: written, pause: null, location };
}

describe("checkSecrets", () => {
  it.each([
    ["debug", { msg: "{{#if password}}set{{/if}} {{length password}} {{db.user}} {{shown}}" }],
    ["debug", { var: "whole.user" }],
    ["command", { cmd: "mysql", stdin: "{{password}}" }],
    ["copy", { content: "{{url}}", dest: "/etc/x" }],
    ["debug", { msg: "{{circle}} {{sha256 url}}" }],
  ])("lets %s %j pass", (module, args) => {
    expect(leaks(module, args)).toEqual([]);
  });

  it.each([
    ["debug", { msg: "a {{upper password}}" }, '"password" is secret, and "msg" of debug is shown'],
    ["debug", { var: "db.password" }, '"db" is secret, and "var" of debug is shown'],
    ["debug", { var: "whole" }, '"whole" holds the secret "db", and "var" of debug is shown'],
    ["debug", { var: "size(db) > 1" }, '"db" is secret, and "var" of debug is shown'],
    [
      "assert",
      { that: [], fail_msg: "{{url}}" },
      '"url" holds the secret "db", and "fail_msg" of assert is shown',
    ],
    ["fail", { msg: "{{json whole}}" }, '"whole" holds the secret "db", and "msg" of fail is shown'],
    [
      "command",
      { argv: ["mysql", "-p{{password}}"] },
      '"password" is secret, and the arguments of a command can be read by everyone on the host',
    ],
    [
      "copy",
      { dest: "/etc/{{password}}", content: "a" },
      '"password" is secret, and the names of files can be read by everyone on the host',
    ],
    [
      "shell",
      { cmd: "curl {{url}}" },
      '"url" holds the secret "db", and the arguments of a command can be read by everyone on the host',
    ],
  ])("refuses %s %j", (module, args, message) => {
    expect(leaks(module, args)).toEqual([message]);
  });

  it("looks at names of tasks and labels of loops, and follows the entries of a loop", () => {
    expect(leaks("copy", {}, { name: "Set {{password}}" })).toEqual([
      '"password" is secret, and the name of a task is shown',
    ]);
    expect(leaks("copy", {}, { loop: over("{{ users }}", "{{item.password}}") })).toEqual([
      '"item" holds the secret "users", and the label of a loop is shown',
    ]);
    expect(leaks("debug", { msg: "{{item.name}}" }, { loop: over("{{ users }}", "{{item.name}}") })).toEqual(
      [],
    );
    expect(leaks("debug", { msg: "{{item.p}}" }, { loop: over([{ p: "{{password}}" }]) })).toEqual([
      '"item" holds the secret "password", and "msg" of debug is shown',
    ]);
  });
});

describe("straySecrets", () => {
  it("finds marks that mark no variable", () => {
    const playbook = "- hosts: all\n  vars: { a: !secret x }\n  tasks:\n    - copy: { content: !secret y }\n";
    expect(straySecrets(parseYamlFile("p.yaml", playbook))).toMatchObject([
      { message: "!secret marks the value of a variable", location: { line: 4 } },
    ]);
  });
});
