import { describe, expect, it } from "vitest";
import { leavesOf } from "../../../src/playbook/compiled-play.ts";
import { compile, problemsOf } from "./small-lab.ts";

const files = {
  "tasks/main.yaml": "- debug: a\n- include_tasks: more/last.yaml\n  tags: c\n",
  "tasks/more/last.yaml": "- debug: '{{ greeting }}'\n  when: greeting != ''\n",
  "tasks/handlers.yaml": "- name: Say it\n  debug: said\n",
  "other/site.yaml":
    "- import_playbook: ../last.yaml\n  tags: inner\n- hosts: '{{ where }}'\n  tasks: [{ debug: '{{ where }}' }]\n",
  "last.yaml": "- hosts: w2\n  vars: { where: cp1 }\n  tags: last\n  tasks: [{ debug: b }]\n",
  "circle.yaml": "- import_tasks: back.yaml\n",
  "back.yaml": "- import_tasks: circle.yaml\n",
  "play.yaml": "- hosts: all\n",
  "mapping.yaml": "a: 1\n",
  "wrong.yaml": "- debug: '{{ nowhere }}'\n",
  "empty.yaml": "",
  "roles/web/tasks/main.yml": "- debug: a\n",
};

const tasks = `
- hosts: all
  vars: { name: main }
  tasks:
    - import_tasks: "tasks/{{ name }}.yaml"
      when: true
      tags: [a, b]
      vars: { greeting: hello }
      no_log: true
    - import_tasks: empty.yaml
    - include_role: { name: base, args: { timezone: "{{ zone }}" } }
      vars: { zone: UTC }
      when: proxy != ""
    - ansible.builtin.import_role: containerd
  handlers:
    - import_tasks: tasks/handlers.yaml
      tags: h
`;

describe("imports", () => {
  it("put tasks in place, with what stands beside the import", () => {
    const [first, second] = leavesOf(compile(tasks, { files }).plays[0]?.steps ?? []);
    expect(first).toMatchObject({ tags: ["a", "b"], noLog: true, when: [{ expression: "true" }] });
    expect(second).toMatchObject({
      tags: ["a", "b", "c"],
      when: [{ expression: "true" }, { expression: "greeting != ''" }],
      vars: { greeting: { value: "hello", location: { file: "p.yaml", line: 8 } } },
      location: { file: "tasks/more/last.yaml", line: 1 },
    });
  });

  it("put roles among tasks, and handlers among handlers", () => {
    const [play] = compile(tasks, { files }).plays;
    expect(leavesOf(play?.steps ?? []).slice(2)).toMatchObject([
      {
        kind: "role",
        role: "base",
        args: { timezone: "{{ zone }}" },
        vars: { zone: { value: "UTC" } },
        when: [{ expression: 'proxy != ""' }],
        position: 2,
      },
      { kind: "role", role: "containerd", args: {}, position: 3 },
    ]);
    expect(play?.handlers).toMatchObject([{ name: "Say it", tags: ["h"], position: 4, listen: [] }]);
  });

  it("put the plays of other playbooks in place, with tags, conditions and variables", () => {
    const yaml =
      "- import_playbook: other/site.yaml\n  when: true\n  tags: outer\n  vars: { where: w1 }\n- hosts: cp1\n";
    const { plays } = compile(yaml, { files });
    expect(plays.map(({ file, hosts, tags }) => [file, hosts, tags])).toEqual([
      ["last.yaml", ["w2"], ["outer", "inner", "last"]],
      ["other/site.yaml", ["w1"], ["outer"]],
      ["p.yaml", ["cp1"], []],
    ]);
    expect(plays[0]?.vars).toMatchObject({ where: { value: "w1", shadows: [{ value: "cp1" }] } });
    expect(plays[0]?.steps).toMatchObject([{ when: [{ expression: "true" }] }]);
  });

  it.each([
    ["import_tasks: nowhere.yaml", ['p.yaml:3:21 there is no file "nowhere.yaml"']],
    [
      "import_tasks: circle.yaml",
      [
        "back.yaml:1:17 files import each other in a circle: circle.yaml → back.yaml → circle.yaml (leave out one of these imports)",
      ],
    ],
    [
      "import_tasks: play.yaml",
      ["play.yaml:1:3 this is a play, not a task (import it with import_playbook, beside the plays)"],
    ],
    [
      "import_tasks: mapping.yaml",
      ["mapping.yaml:1:1 a file of tasks is a list of tasks (a task looks like: - package: { name: curl })"],
    ],
    [
      "import_tasks: wrong.yaml\n    - import_tasks: wrong.yaml",
      [
        'wrong.yaml:1:14 the variable "nowhere" is not defined (set it in group_vars/all.yaml, under vars: of the play, or with -e nowhere=VALUE)',
      ],
    ],
    [
      'include_tasks: "{{ facts.os.id }}.yaml"',
      [
        'p.yaml:3:26 "facts" is of a host, and this is read before there is one (a path may read vars of the play and -e; to choose by host, write one import per file, each with its when)',
      ],
    ],
    [
      "include_tasks: { file: empty.yaml, apply: { tags: a } }\n      loop: [a]",
      [
        'p.yaml:4:7 "loop" is not supported (its tasks are known before the run: write it once per entry, each time with other vars)',
        'p.yaml:3:42 "apply" is not supported (write it beside the import: it then holds for all that is within)',
      ],
    ],
    [
      "include_role: { name: base, tasks_from: a }\n      vars: { timezone: UTC }",
      [
        'p.yaml:3:35 "tasks_from" is not supported (a role is used as a whole; its arguments choose what it does)',
        'p.yaml:4:15 the arguments of a role go under "args" (write { role: base, args: { timezone: … } })',
      ],
    ],
    [
      "include_role: web",
      [
        'p.yaml:3:21 there is no role "web" (a role has a role.ts here; these tasks can be had with import_tasks: roles/web/tasks/main.yml)',
      ],
    ],
    [
      "import_tasks: empty.yaml\n      include_role: base",
      ['p.yaml:4:7 unknown key "include_role" in the import'],
    ],
  ])("tell what is wrong: %s", (entry, problems) => {
    expect(problemsOf(`- hosts: all\n  tasks:\n    - ${entry}\n`, { files })).toEqual(problems);
  });

  it("tell of a playbook that imports itself, at the import", () => {
    expect(problemsOf("- hosts: all\n- import_playbook: ./p.yaml\n  become: true\n")).toEqual([
      'p.yaml:3:3 unknown key "become" in the import (known: import_playbook, name, tags, vars, vars_prompt, when)',
      "p.yaml:2:20 files import each other in a circle: p.yaml → p.yaml (leave out one of these imports)",
    ]);
  });
});
