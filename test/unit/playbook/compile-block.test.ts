import { describe, expect, it } from "vitest";
import { type CompiledStep, leavesOf } from "../../../src/playbook/compiled-play.ts";
import { compile, problemsOf } from "./small-lab.ts";

/** The tree of steps by their positions: "1[2 3 | 4 | 5]" is a block with its rescue and always. */
function shapeOf(steps: readonly CompiledStep[]): string {
  return steps
    .map((step) => {
      if (step.kind !== "block") return step.position;
      const parts = [step.steps, step.rescue, step.always].map(shapeOf);
      return `${step.position}[${parts.join(" | ")}]`;
    })
    .join(" ");
}

const guarded = `
- hosts: all
  pre_tasks: [{ debug: a }]
  roles: [containerd]
  tasks:
    - block: [{ debug: b }, { debug: c }]
    - block:
        - { command: ls, register: r }
        - block: [{ debug: d }]
          always: [{ debug: e }]
      rescue:
        - { debug: "{{ failed_task }}: {{ failed_result.msg }}, {{ r.rc }}" }
        - { command: ls, register: s }
      always: [{ debug: "{{ r.stdout }}{{ s.stdout }}" }]
    - debug: "{{ r.rc }}"
    - meta: noop
    - meta: end_host
      when: r.rc == 1
  handlers: [{ name: h, debug: said }]
`;

describe("blocks", () => {
  it("keep rescue and always, and are nothing but their tasks without them", () => {
    const [play] = compile(guarded).plays;
    expect(shapeOf(play?.steps ?? [])).toBe("0 1 2 3 4[5 6[7 |  | 8] | 9 10 | 11] 12 13 14");
    expect(play?.handlers.map(({ position }) => position)).toEqual([15]);
  });

  it("turn meta into orders, with their conditions", () => {
    const order = leavesOf(compile(guarded).plays[0]?.steps ?? []).at(-1);
    expect(order).toMatchObject({
      kind: "meta",
      action: "end_host",
      when: [{ expression: "r.rc == 1" }],
      location: { line: 17 },
    });
  });

  it("know in rescue what failed, and nowhere else", () => {
    const [play] = compile(guarded).plays;
    expect(Object.keys(play?.results ?? {})).toEqual(["r", "s"]);
    const elsewhere =
      "- hosts: all\n  tasks: [{ block: [{ debug: a }], always: [{ debug: '{{ failed_task }}' }] }]\n";
    expect(problemsOf(elsewhere)).toEqual([
      'p.yaml:2:58 the variable "failed_task" is not defined (it is there in the rescue: of a block)',
    ]);
  });

  it.each([
    ["rescue: [{ debug: a }]", '3:7 "rescue" needs a "block" beside it (write block: […])'],
    ["block: []", '3:14 "block" must not be empty'],
    [
      "block: [{ debug: a }]\n      loop: [a]",
      '4:7 "loop" is not supported (give each task within a loop of its own)',
    ],
    [
      "block: [{ debug: a }]\n      rescu: []",
      '4:7 unknown key "rescu" in the block (did you mean "rescue"?)',
    ],
    [
      "meta: end_hots",
      '3:13 "meta" must be one of flush_handlers, end_host, end_play, noop, not "end_hots" (did you mean "end_host"?)',
    ],
    [
      "meta: clear_facts",
      '3:13 "meta: clear_facts" is not supported (facts are asked for anew in every run)',
    ],
    [
      "meta: noop\n      register: r",
      '4:7 unknown key "register" in the order (known: meta, name, tags, vars, when)',
    ],
  ])("refuse: %s", (entry, problem) => {
    expect(problemsOf(`- hosts: all\n  tasks:\n    - ${entry}\n`)).toEqual([`p.yaml:${problem}`]);
  });
});
