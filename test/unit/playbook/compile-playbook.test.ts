import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CompiledStep, leavesOf } from "../../../src/playbook/compiled-play.ts";
import { compile } from "./small-lab.ts";

function nameOf(step: CompiledStep): string {
  return step.kind === "task" ? step.name : step.kind === "role" ? step.role : step.kind;
}

const everything = `
- name: Prepare {{ kind }}
  hosts: [workers, cp1]
  become: true
  gather_facts: false
  vars: { kind: nodes, when_on: true }
  tags: nodes
  pre_tasks:
    - command: uname -r
      register: kernel
  roles:
    - containerd
    - role: base
      when: when_on
      tags: [base, always]
      args: { timezone: "{{default zone null}}" }
  tasks:
    - name: Greet from {{ kernel.stdout }}
      ansible.builtin.copy: { dest: /etc/motd, content: "{{ item.text }}" }
      loop: [{ text: a }, { text: b }]
      when: [kernel.rc == 0, true]
      notify: Say it
      vars: { greeting: "{{ item.text }}" }
      ignore_errors: true
      no_log: true
    - assert: { that: [size(packages) > 0, "proxy != ''"] }
    - package: curl
    - package: [curl, jq]
    - apt:
        name: "{{ packages }}"
  handlers:
    - name: Say it
      debug: said
- hosts: w1
  tasks:
    - debug: { msg: "{{ kernel.stdout }}" }
`;

describe("compilePlaybook", () => {
  it("gives plain data that survives JSON", () => {
    const compiled = compile(everything);
    expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
  });

  it("accepts the playbook that lab brings along", () => {
    const [play] = compile(readFileSync("playbooks/prepare-nodes.yaml", "utf8")).plays;
    expect(play?.hosts).toEqual(["cp1", "w1", "w2"]);
  });

  it("brings steps into the order in which they run", () => {
    const [play] = compile(everything).plays;
    expect(leavesOf(play?.steps ?? []).map(nameOf)).toEqual([
      "command uname -r",
      "containerd",
      "base",
      "Greet from {{ kernel.stdout }}",
      "assert",
      "package curl",
      "package",
      "apt",
    ]);
  });

  it("keeps what a task says, and where", () => {
    const task = compile(everything).plays[0]?.steps.find(
      (step) => step.kind === "task" && step.module === "copy",
    );
    expect(task).toMatchObject({
      args: { dest: "/etc/motd", content: "{{ item.text }}" },
      places: { dest: { line: 19, column: 37 }, content: { line: 19, column: 57 } },
      when: [{ expression: "kernel.rc == 0", location: { line: 21 } }, { expression: "true" }],
      notify: [{ handler: "Say it", location: { line: 22, column: 15 } }],
      loop: { entries: [{ text: "a" }, { text: "b" }], location: { line: 20 } },
      vars: { greeting: { value: "{{ item.text }}", location: { line: 23, column: 15 }, shadows: [] } },
      ignoreErrors: true,
      noLog: true,
      register: null,
      location: { line: 19, column: 7 },
    });
  });

  it("takes a bare value for the argument that it stands for", () => {
    const args = compile(
      "- hosts: all\n  tasks: [{ package: [a, b] }, { debug: 3 }, { command: ls -l }]\n",
    ).plays[0]?.steps.map((step) => (step.kind === "task" ? step.args : null));
    expect(args).toEqual([{ name: ["a", "b"] }, { msg: 3 }, { cmd: "ls -l" }]);
  });

  it("selects hosts by a list, a template of the play's vars, and the limit", () => {
    const [first, second] = compile(everything, { limit: "cp1:w2" }).plays;
    expect([first?.name, first?.hosts, second?.hosts]).toEqual(["Prepare nodes", ["cp1", "w2"], []]);
    const play =
      '- hosts: "{{ where }}:!{{ other }}"\n  vars: { where: "{{ part }}s", part: worker, other: w1 }\n';
    const location = { file: "-e", line: 1, column: 1, length: 1, text: "" };
    const extraVars = { other: { value: "w2", location, shadows: [] } };
    expect([compile(play).plays[0]?.hosts, compile(play, { extraVars }).plays[0]?.hosts]).toEqual([
      ["w2"],
      ["w1"],
    ]);
  });

  it("names a play without a name by its hosts", () => {
    expect(compile("- hosts: [w1, w2]\n").plays[0]?.name).toBe("w1,w2");
  });

  it("knows results of earlier tasks and plays, and not of later ones", () => {
    expect(compile(everything).plays[1]?.results).toMatchObject({
      kernel: { task: "command uname -r", schema: { properties: { stdout: { type: "string" } } } },
    });
    const later = "- hosts: all\n  tasks: [{ debug: { msg: '{{ r.rc }}' } }, { command: ls, register: r }]\n";
    expect(() => compile(later)).toThrow('the variable "r" is not defined');
  });
});
