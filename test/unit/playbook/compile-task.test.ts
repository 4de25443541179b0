import { describe, expect, it } from "vitest";
import { type CompileOptions, compile, problemsOf } from "./small-lab.ts";

function only(task: string, options: CompileOptions = {}) {
  return compile(`- hosts: all\n  tasks:\n    - ${task}\n`, options).plays[0]?.steps[0];
}

function problemsIn(task: string, options: CompileOptions = {}): string[] {
  return problemsOf(`- hosts: all\n  tasks:\n    - ${task}\n`, options);
}

describe("a task", () => {
  it("loops as its loop_control says", () => {
    expect(only("debug: a\n      loop: [a]")).toMatchObject({
      loop: { entries: ["a"], itemName: "item", indexName: null, label: null, pause: null },
    });
    const control = '{ loop_var: it, index_var: i, label: "{{ it }}", pause: 0.5 }';
    expect(
      only(`debug: "{{ it }}{{ i }}"\n      loop: "{{ packages }}"\n      loop_control: ${control}`),
    ).toMatchObject({
      loop: {
        ...{ entries: "{{ packages }}", itemName: "it", indexName: "i", label: { value: "{{ it }}" } },
        pause: { value: 0.5, location: { line: 5 } },
      },
    });
  });

  it("is tried again until its conditions hold, or it succeeds", () => {
    expect(only("command: ls\n      register: r\n      until: r.rc == 0")).toMatchObject({
      retry: { until: [{ expression: "r.rc == 0" }], retries: { value: 3 }, delay: { value: 5 }, backoff: 1 },
    });
    expect(
      only('command: ls\n      retries: "{{ n }}"\n      backoff: 1.5\n      vars: { n: 2 }'),
    ).toMatchObject({
      retry: { until: [], retries: { value: "{{ n }}" }, backoff: 1.5 },
    });
    expect(only("command: ls\n      delay: 1\n      backoff: 2")).toMatchObject({ retry: null });
  });

  it("runs in the background", () => {
    expect(only("command: ls\n      async: 60")).toMatchObject({
      async: { limit: { value: 60 }, poll: { value: 10 } },
    });
    expect(only("shell: ls\n      async: 60\n      poll: 0")).toMatchObject({
      async: { poll: { value: 0 } },
    });
  });

  it("is judged by its result", () => {
    expect(
      only("command: ls\n      register: r\n      failed_when: [r.rc > 1, true]\n      changed_when: false"),
    ).toMatchObject({
      failedWhen: [{ expression: "r.rc > 1" }, { expression: "true" }],
      changedWhen: [{ expression: "false" }],
    });
    expect(only("command: ls")).toMatchObject({
      failedWhen: null,
      changedWhen: null,
      retry: null,
      async: null,
    });
  });

  it("sets variables, unless -e gives them", () => {
    const location = { file: "-e", line: 1, column: 1, length: 1, text: "" };
    const extraVars = { r: { value: "x", location, shadows: [] }, a: { value: "y", location, shadows: [] } };
    const yaml =
      "- hosts: all\n  tasks:\n    - set_fact: { a: 1, b: '{{ proxy }}' }\n    - { command: ls, register: r }\n    - debug: '{{ a }}{{ b }}'\n";
    expect(compile(yaml).plays[0]?.results).toMatchObject({
      a: { task: "set_fact", schema: {} },
      b: {},
      r: {},
    });
    const [play] = compile(yaml, { extraVars }).plays;
    expect(Object.keys(play?.results ?? {})).toEqual(["b"]);
    expect(play?.steps).toMatchObject([{ args: { b: "{{ proxy }}" } }, { register: null }, {}]);
  });

  it.each([
    [
      "debug: a\n      poll: 3",
      '4:7 "poll" needs "async" beside it (write async: with the seconds that it may take)',
    ],
    [
      "package: curl\n      async: 9",
      '4:7 the module "package" cannot run in the background (async is for command and shell; timeout bounds how long a change may take)',
    ],
    [
      "debug: a\n      loop_control: { label: a }",
      '4:7 "loop_control" needs a "loop" beside it (write loop: with a list)',
    ],
    [
      "debug: a\n      loop: [a]\n      loop_control: { extended: true }",
      '5:23 "extended" is not supported (index_var holds the number of the round)',
    ],
    [
      "debug: a\n      loop: [a]\n      loop_control: { index_var: i, loop_var: i }",
      '5:34 the entry of the loop is called "i" already (give the number of the round another name)',
    ],
    [
      "debug: a\n      loop: [a]\n      loop_control: { loop_var: groups }",
      '5:33 the variable name "groups" is reserved (lab sets it itself; choose another name)',
    ],
    [
      "command: ls\n      failed_when: result.rc > 1",
      '4:20 the variable "result" is not defined (for the task\'s own result, write register: result beside it)',
    ],
    [
      "command: ls\n      failed_when: prxy == ''",
      '4:20 the variable "prxy" is not defined (did you mean "proxy"?)',
    ],
    [
      "set_fact: { groups: 1 }",
      '3:19 the variable name "groups" is reserved (lab sets it itself; choose another name)',
    ],
    [
      "command: ls\n      retries: -1",
      '4:16 "retries" must be a whole number from 0 on, or a template of one',
    ],
    [
      "command: ls\n      timeout: soon",
      '4:16 "timeout" must be a whole number from 1 on, or a template of one',
    ],
    ["command: ls\n      environment: [A]", '4:21 "environment.0" must be a mapping, or a template of one'],
    [
      "command: ls\n      listen: a",
      '4:7 "listen" is not supported (only handlers listen; a task runs where it stands)',
    ],
    [
      "ansible.builtin.include_vars: a.yaml",
      '3:7 "ansible.builtin.include_vars" is not supported (list the file under vars_files: of the play)',
    ],
  ])("is refused: %s", (task, problem) => {
    expect(problemsIn(task)).toEqual([`p.yaml:${problem}`]);
  });

  it("cannot call its entry like a variable of -e, which would win", () => {
    const location = { file: "-e", line: 1, column: 1, length: 1, text: "" };
    const extraVars = { x: { value: "1", location, shadows: [] } };
    expect(
      problemsIn("debug: a\n      loop: [a]\n      loop_control: { loop_var: x }", { extraVars }),
    ).toEqual([
      `p.yaml:5:33 the loop's variable "x" is given with -e, which wins over it (give one of them another name)`,
    ]);
  });
});

describe("a handler", () => {
  it("listens to further names, and then needs none of its own", () => {
    const yaml =
      "- hosts: all\n  handlers: [{ name: a, listen: [x, y], debug: a }, { listen: x, debug: b }]\n";
    expect(compile(yaml).plays[0]?.handlers).toMatchObject([
      { name: "a", listen: ["x", "y"], position: 0 },
      { name: "debug b", listen: ["x"], position: 1 },
    ]);
  });

  it.each([
    [
      "block: [{ debug: a }]",
      '3:7 "block" is not supported (write its tasks one by one, each with the same listen)',
    ],
    ["meta: flush_handlers", '3:7 "meta" is not supported (write it among the tasks)'],
    [
      "ansible.builtin.include_role: base",
      '3:7 "ansible.builtin.include_role" is not supported (list the role under roles: of the play; it brings its handlers along)',
    ],
    ["debug: a", '3:7 a handler needs a "name" (tasks notify it by its name)'],
    [
      "{ name: a, debug: a }\n    - { name: a, debug: b }",
      '4:15 two handlers are called "a" (rename one of them, and notify both; or give both the same listen)',
    ],
  ])("is refused: %s", (handler, problem) => {
    expect(problemsOf(`- hosts: all\n  handlers:\n    - ${handler}\n`)).toEqual([`p.yaml:${problem}`]);
  });
});
