import { describe, expect, it } from "vitest";
import { problemsOf } from "./small-lab.ts";

function problemsIn(tasks: string, play = ""): string[] {
  return problemsOf(`- hosts: all\n${play}  tasks:\n${tasks}`);
}

describe("what is known of a variable's form", () => {
  it("comes from vars of blocks and tasks, and from the entries of a loop", () => {
    const tasks = `    - block:
        - debug: a
          loop: [{ a: 1 }, { a: 2, b: x }]
          when: item.c == 1 || level == "3" || item.a > own
      vars: { level: 3 }
    - debug: "{{ it.a }}{{ made.results.[0].item.b }}"
      loop: [{ a: 1 }]
      loop_control: { loop_var: it }
      register: made
      vars: { own: 1 }
    - debug: "{{ made.results.[0].item.b }}"
`;
    expect(problemsIn(tasks.replace("> own", "> 1").replace("{{ made.results.[0].item.b }}", ""))).toEqual([
      'p.yaml:6:22 "item" has no key "c" (known: a, b)',
      'p.yaml:6:32 "level" is a number and "3" is a text: they are never the same (write the number without quotes: 3)',
      'p.yaml:13:40 "made.results.[0].item" has no key "b" (known: a)',
    ]);
  });

  it("is open where something else may win: set_fact, or the vars of a play", () => {
    const tasks = `    - set_fact: { level: { a: 1 } }
    - block: [{ debug: "{{ level.a }}{{ open.a }}" }]
      vars: { level: 3 }
    - block:
        - set_fact: { open: { a: 1 } }
        - debug: "{{ open.a }}"
      vars: { open: 3 }
`;
    expect(problemsIn(tasks, "  vars: { open: 3 }\n")).toEqual([]);
  });

  it("must fit what a module or role takes", () => {
    const tasks = `    - package: { name: curl, purge: "{{ purge }}", state: "{{ state }}" }
      vars: { purge: "yes", state: present }
    - package: { name: "{{ groups }}" }
    - include_role: { name: containerd, args: { pause_image: "{{ facts.cpus }}" } }
`;
    expect(problemsIn(tasks)).toEqual([
      'p.yaml:3:37 "purge" must be true or false, and {{ purge }} is always a text',
      expect.stringContaining('p.yaml:5:24 "name" must be'),
      'p.yaml:6:62 "pause_image" must be a text, and {{ facts.cpus }} is always a number (write {{concat facts.cpus}} to make a text of it)',
    ]);
  });
});

describe("a variable that a task sets", () => {
  it("is no mistake of who reads it where the task itself is wrong", () => {
    const tasks = `    - { pakage: curl, register: made }
    - debug: "{{ made.msg }}"
`;
    expect(problemsIn(tasks)).toEqual([
      'p.yaml:3:9 "pakage" is neither a module nor a keyword of a task (did you mean "package"?)',
    ]);
  });

  it("is not there before, and the message says which task sets it", () => {
    const tasks = `    - debug: "{{ made.stdout }}"
    - { name: Make it, command: make, register: made }
`;
    expect(problemsIn(tasks)).toEqual([
      'p.yaml:3:18 the variable "made" is not defined (the task "Make it" sets it, and comes later)',
    ]);
  });
});

describe("secrets", () => {
  it("are not shown by names, nor given to commands, from wherever they come", () => {
    const yaml = `- hosts: all
  name: With {{ pin }}
  vars: { pin: !secret 0123, url: "https://{{ asked }}@db" }
  vars_prompt: [{ name: asked }, { name: open, private: false }]
  tasks:
    - command: "login {{ token }}"
      vars: { token: !secret abc }
    - shell: "curl {{ url }} {{ open }}"
    - copy: { dest: /a, content: "{{ url }}" }
  handlers: [{ name: "h {{ pin }}", debug: a }]
`;
    const shown = "and the name of a";
    const command = "and the arguments of a command can be read by everyone on the host";
    expect(
      problemsOf(yaml)
        .map((problem) => problem.replace(/ \(.*/, ""))
        .toSorted(),
    ).toEqual([
      `p.yaml:10:22 "pin" is secret, ${shown} task is shown`,
      `p.yaml:2:9 "pin" is secret, ${shown} play is shown`,
      `p.yaml:6:16 "token" is secret, ${command}`,
      `p.yaml:8:14 "url" holds the secret "asked", ${command}`,
    ]);
  });

  it("are marked where a variable is set, in files of tasks as well", () => {
    const files = { "tasks.yaml": "- copy: { dest: /a, content: !secret abc }\n" };
    const yaml = `- hosts: all
  vars: { a: { b: !secret c } }
  tasks:
    - import_tasks: tasks.yaml
    - template: { src: a.hbs, dest: /b, vars: { c: !secret d } }
`;
    const places = problemsOf(yaml, { files }).filter((problem) => problem.includes("!secret marks"));
    expect(places.map((problem) => problem.split(" ")[0]).toSorted()).toEqual([
      "p.yaml:5:60",
      "tasks.yaml:1:38",
    ]);
  });

  it("are no reason to fail over templates that are malformed", () => {
    const problems = problemsIn(
      '    - debug: "{{ a }} {{"\n    - debug: { var: "a +" }\n',
      '  vars: { a: "{{#if" }\n',
    );
    expect(problems.some((problem) => problem.startsWith("p.yaml:2:"))).toBe(true);
  });
});
