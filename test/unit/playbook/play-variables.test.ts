import { describe, expect, it } from "vitest";
import type { SourcedValue } from "../../../src/inventory/inventory.ts";
import { compile, problemsOf } from "./small-lab.ts";

function given(value: unknown): SourcedValue {
  return { value, location: { file: "-e", line: 1, column: 1, length: 1, text: "" }, shadows: [] };
}

const files = {
  "vars/one.yaml": "a: file\nb: file\n",
  "vars/two.yaml": "b: '{{ a }} too'\n",
  "vars/none.yaml": "",
  "vars/list.yaml": "- a\n",
  "vars/broken.yaml": "a: [\n",
  "vars/reserved.yaml": "groups: 1\nfine: '{{ nowhere }}'\n",
};

const layered = `
- hosts: all
  vars: { a: play, b: play, file: two, c: play }
  vars_files: [vars/one.yaml, [vars/missing.yaml, "vars/{{ file }}.yaml"], vars/none.yaml]
  vars_prompt:
    - { name: c, prompt: Which one?, default: 3, private: false, confirm: true }
    - name: d
  tasks: [{ copy: { dest: /a, content: "{{ a }}{{ b }}{{ c }}{{ d }}" } }]
`;

describe("variables of a play", () => {
  it("come from vars, then files, then answers, then -e; and keep what they shadow", () => {
    const answers = new Map([
      ["c", given("answer")],
      ["other", given("answer")],
    ]);
    const [play] = compile(layered, { files, answers, extraVars: { a: given("extra") } }).plays;
    expect(play?.vars).toMatchObject({
      a: { value: "extra", shadows: [{ value: "file" }, { value: "play" }] },
      b: {
        value: "{{ a }} too",
        location: { file: "vars/two.yaml", line: 1 },
        shadows: [{ value: "file" }, { value: "play" }],
      },
      c: { value: "answer", shadows: [{ value: "play" }] },
    });
    expect(Object.keys(play?.vars ?? {}).toSorted()).toEqual(["a", "b", "c", "file"]);
    expect(play?.unanswered).toEqual(["d"]);
  });

  it("are asked for where neither an answer nor -e is there; each once", () => {
    const { prompts } = compile(layered + layered, { files, extraVars: { d: given("x") } });
    expect(prompts).toMatchObject([
      { name: "c", text: "Which one?", default: "3", isPrivate: false, confirm: true, location: { line: 6 } },
    ]);
    expect(compile(layered, { files }).prompts[1]).toMatchObject({
      ...{ name: "d", text: "d", default: null, isPrivate: true, confirm: false },
    });
  });

  it("are asked for by an import for all plays of its file, and may be the node that the play is about", () => {
    const yaml = `
- import_playbook: nodes.yaml
  vars: { nodes: "{{ node }}" }
  vars_prompt: [{ name: node, private: false }]
`;
    const files = {
      "nodes.yaml": `- hosts: "{{default nodes 'all'}}"\n- hosts: "{{ nodes }}"\n  tasks: [{ debug: "{{ node }}" }]\n`,
    };
    const open = compile(yaml, { files });
    expect(open.plays.map(({ hosts, unanswered }) => [hosts, unanswered])).toEqual([
      [[], ["node"]],
      [[], ["node"]],
    ]);
    expect(open.prompts).toMatchObject([{ name: "node", location: { file: "p.yaml", line: 4 } }]);
    const answered = compile(yaml, { files, answers: new Map([["node", given("w1")]]) });
    expect(answered.plays.map(({ hosts }) => hosts)).toEqual([["w1"], ["w1"]]);
    const wrong = yaml.replace("private: false", "private: 3");
    expect(problemsOf(wrong, { files })).toContain('p.yaml:4:40 "private" must be true or false, not 3');
  });

  it("leave a play without hosts while its pattern, or a file of variables, waits for an answer", () => {
    const yaml =
      '- hosts: "{{ part }}"\n  vars: { part: "{{ answer }}" }\n  vars_prompt: [{ name: answer }]\n  serial: "{{ answer }}"\n';
    expect(compile(yaml).plays[0]).toMatchObject({ hosts: [], serial: [], unanswered: ["answer"] });
    const answered = compile(yaml.replace("serial", "name"), { answers: new Map([["answer", given("w1")]]) });
    expect(answered.plays[0]?.hosts).toEqual(["w1"]);
    const file =
      '- hosts: all\n  vars_files: ["{{ f }}.yaml"]\n  vars_prompt: [{ name: f }]\n  tasks: [{ debug: "{{ x }}" }]\n';
    expect(compile(file).plays[0]?.hosts).toEqual([]);
  });

  it.each([
    [
      "vars_files: [vars/missing.yaml, [a.yaml, b.yaml], 3]",
      [
        'p.yaml:2:53 "vars_files.2" must be a string or a list, not 3 (must be the path of a file, or a list of which the first that exists is read)',
        'p.yaml:2:16 there is no file "vars/missing.yaml"',
        "p.yaml:2:35 none of these files exists: a.yaml, b.yaml (write one of them, or add one that is always there)",
      ],
    ],
    [
      "vars_files: [vars/list.yaml]",
      ["vars/list.yaml:1:1 a file of variables is a mapping (write name: value)"],
    ],
    ["vars_files: [[vars/broken.yaml, vars/one.yaml]]", [expect.stringContaining("vars/broken.yaml:1:")]],
    [
      "vars_files: [vars/reserved.yaml]",
      [
        'vars/reserved.yaml:1:1 the variable name "groups" is reserved (lab sets it itself; choose another name)',
        expect.stringContaining('vars/reserved.yaml:2:11 the variable "nowhere" is not defined'),
      ],
    ],
    [
      "vars_prompt: [{ name: item }, { name: pw, encrypt: sha512 }, { prompt: a }]",
      [
        'p.yaml:2:25 the variable name "item" is reserved (lab sets it itself; choose another name)',
        'p.yaml:2:45 "encrypt" is not supported (ask for the hash itself; openssl passwd -6 makes one)',
        'p.yaml:2:64 the prompt lacks "name"',
      ],
    ],
  ])("tell what is wrong: %s", (line, problems) => {
    expect(problemsOf(`- hosts: all\n  ${line}\n`, { files })).toEqual(problems);
  });
});

describe("serial and failure budgets", () => {
  it.each([
    ["serial: 2", { serial: [{ kind: "hosts", count: 2 }] }],
    [
      'serial: ["1", 30%, "{{ n }}"]',
      {
        serial: [
          { kind: "hosts", count: 1 },
          { kind: "percent", percent: 30 },
          { kind: "hosts", count: 3 },
        ],
      },
    ],
    [
      'serial: "{{ sizes }}"',
      {
        serial: [
          { kind: "hosts", count: 1 },
          { kind: "percent", percent: 50 },
        ],
      },
    ],
    ["max_fail_percentage: 30", { maxFailPercentage: 30 }],
    ['max_fail_percentage: "{{ n }}"', { maxFailPercentage: 3, serial: [] }],
    ["order: linear", { order: "inventory", isLockstep: true }],
    ["order: reverse_sorted", { order: "reverse_sorted", isLockstep: false }],
    ["strategy: linear", { isLockstep: true }],
    ["strategy: free", { isLockstep: false, maxFailPercentage: null }],
    ["any_errors_fatal: true", { anyErrorsFatal: true, ignoreUnreachable: false }],
    ["ignore_unreachable: true", { ignoreUnreachable: true }],
  ])("%s", (line, expected) => {
    const yaml = `- hosts: all\n  vars: { n: 3, sizes: [1, 50%] }\n  ${line}\n`;
    expect(compile(yaml).plays[0]).toMatchObject(expected);
  });

  it.each([
    ["serial: 0", '"serial" must be a number of hosts from 1 on, a share like "30%", or a template of one'],
    [
      "serial: 120%",
      '"serial" must be a number of hosts from 1 on, a share like "30%", or a template of one',
    ],
    [
      'serial: "{{ zero }}"',
      'a batch of 0 hosts cannot be (write a whole number from 1 on, or a share from "1%" to "100%")',
    ],
    [
      "max_fail_percentage: 101",
      '"max_fail_percentage" must be a number from 0 to 100, or a template of one',
    ],
    ['max_fail_percentage: "{{ word }}"', '"max_fail_percentage" must be a number from 0 to 100, not "many"'],
    [
      "order: random",
      '"order" must be one of inventory, reverse_inventory, sorted, reverse_sorted, shuffle, linear, not "random"',
    ],
  ])("refuse: %s", (line, message) => {
    const column = line.indexOf(":") + 5;
    expect(problemsOf(`- hosts: all\n  vars: { zero: 0, word: many }\n  ${line}\n`)).toEqual([
      `p.yaml:3:${column} ${message}`,
    ]);
  });
});
