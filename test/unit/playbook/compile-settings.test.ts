import { describe, expect, it } from "vitest";
import { type CompiledTask, leavesOf } from "../../../src/playbook/compiled-play.ts";
import { type CompileOptions, compile, problemsOf } from "./small-lab.ts";

function tasksOf(yaml: string, options: CompileOptions = {}): CompiledTask[] {
  const [play] = compile(yaml, options).plays;
  return leavesOf(play?.steps ?? []).flatMap((step) => (step.kind === "task" ? [step] : []));
}

const handedDown = `
- hosts: all
  environment: { A: play }
  timeout: 60
  no_log: true
  become: false
  any_errors_fatal: true
  tasks:
    - command: a
    - when: proxy != ""
      tags: [outer, both]
      vars: { x: 1, y: 1 }
      environment: [{ A: block }, "{{ extra_environment }}"]
      become: true
      no_log: false
      throttle: 2
      block:
        - block:
            - command: b
              when: [x == 2, true]
              tags: [inner, both]
              vars: { x: 3 }
              timeout: "{{ x }}"
              become_user: postgres
              check_mode: false
              ignore_errors: true
              run_once: true
              delegate_to: "{{ groups.workers.[0] }}"
              diff: false
          vars: { x: 2 }
          delegate_to: localhost
          any_errors_fatal: false
          ignore_unreachable: true
        - command: c
  vars: { extra_environment: {} }
`;

describe("settings of tasks", () => {
  const [a, b, c] = tasksOf(handedDown);

  it("come from the play, unless something further inside says otherwise", () => {
    expect(a).toMatchObject({
      environment: [{ value: { A: "play" } }],
      timeout: { value: 60 },
      noLog: true,
      anyErrorsFatal: true,
      runAs: { kind: "login", location: { line: 6 } },
      delegateTo: null,
      ignoreErrors: false,
      checkMode: null,
      diff: null,
      throttle: null,
    });
    expect(b).toMatchObject({
      environment: [
        { value: { A: "play" } },
        { value: { A: "block" } },
        { value: "{{ extra_environment }}" },
      ],
      timeout: { value: "{{ x }}" },
      noLog: false,
      anyErrorsFatal: false,
      ignoreUnreachable: true,
      ignoreErrors: true,
      throttle: 2,
      runAs: { kind: "user", name: { value: "postgres", location: { line: 24 } } },
      delegateTo: { value: "{{ groups.workers.[0] }}" },
      checkMode: false,
      diff: false,
      runOnce: true,
    });
    expect(c).toMatchObject({ runAs: { kind: "root" }, delegateTo: null, throttle: 2, anyErrorsFatal: true });
  });

  it("join conditions and tags, those of blocks first", () => {
    expect(b?.when.map(({ expression }) => expression)).toEqual(['proxy != ""', "x == 2", "true"]);
    expect([a?.tags, b?.tags, c?.tags]).toEqual([[], ["outer", "both", "inner"], ["outer", "both"]]);
  });

  it("layer variables, which keep what they shadow", () => {
    expect(b?.vars).toMatchObject({
      y: { value: 1, shadows: [] },
      x: { value: 3, shadows: [{ value: 2 }, { value: 1 }] },
    });
    expect(c?.vars).toMatchObject({ x: { value: 1, shadows: [] } });
  });

  it("leave out variables that -e gives", () => {
    const location = { file: "-e", line: 1, column: 1, length: 1, text: "" };
    const [, own] = tasksOf(handedDown, { extraVars: { x: { value: "9", location, shadows: [] } } });
    expect(Object.keys(own?.vars ?? {})).toEqual(["y"]);
  });

  it("are refused where a module cannot heed them", () => {
    expect(
      problemsOf(`
- hosts: all
  become_user: app
  roles: [containerd]
  tasks:
    - debug: said
    - package: curl
    - package: curl
      become: false
    - copy: { dest: /a, content: a }
      become_user: root
      check_mode: false
    - command: a
      become: false
      become_user: app
    - command: a
      delegate_to: cp2
    - command: a
      delegate_to: workers
`),
    ).toEqual([
      'p.yaml:4:11 a role does its work as root, and "become_user" holds here (write become_user: root beside it)',
      'p.yaml:7:7 the module "package" does its work as root, and "become_user" holds here (it is for command and shell; write become_user: root beside it, and set owner and group where there are such arguments)',
      'p.yaml:9:7 the module "package" does its work as root, and "become: false" holds here (it is for command and shell; write become: true beside it, and set owner and group where there are such arguments)',
      'p.yaml:12:7 the module "copy" changes things, and "check_mode: false" holds here (check_mode: false is for command and shell that only read; others are planned in a check anyway)',
      'p.yaml:15:7 "become: false" is the user who logged in; it cannot stand beside "become_user" (leave one of them out)',
      'p.yaml:17:20 there is no host "cp2" to delegate to (did you mean "cp1"?)',
      'p.yaml:19:20 there is no host "workers" to delegate to ("workers" is a group; name one host: "{{ groups.workers.[0] }}")',
    ]);
  });
});
