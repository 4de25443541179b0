import { describe, expect, it } from "vitest";
import { hostPlayProblems } from "../../../src/playbook/host-play-problems.ts";
import { type HostPlay, type HostStep, type HostTask, tasksOf } from "../../../src/playbook/host-task.ts";
import { debugModule } from "../../../src/resources/debug.ts";
import { defineRole, flushHandlers, task } from "../../../src/role/role.ts";
import { playOn, rolesOf } from "./small-lab.ts";

const greeter = defineRole({
  name: "greeter",
  summary: "Greets.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: { names: { type: "array", items: { type: "string" }, description: "Whom to greet." } },
  },
  tasks: ({ args, host, cluster }) => [
    ...(args.names ?? ["nobody"]).map((name) =>
      task(
        `Greet ${name}`,
        debugModule,
        { msg: `${name} from ${host.name}` },
        { notify: "Wave", tags: ["greet"] },
      ),
    ),
    flushHandlers,
    task("Leave", debugModule, { msg: cluster.bootstrap }),
  ],
  handlers: () => [task("Wave", debugModule, { msg: "wave" })],
});
const roles = rolesOf([greeter]);

/** All tasks of a play, the rounds of loops included. */
const roundsOf = (play: HostPlay): readonly HostTask[] => play.steps.flatMap((step) => rounds(step, play));
const names = (play: HostPlay): string[] => roundsOf(play).map(({ name }) => name);
const namesOn = (host: string, tasks: string, options: Parameters<typeof playOn>[2] = {}): string[] =>
  names(playOn(host, `- hosts: all\n  tasks:\n${tasks.replaceAll(/^/gm, "    ")}`, options));

function rounds(step: HostStep, play: HostPlay): readonly HostTask[] {
  if (step.kind === "block") return [...step.steps, ...step.always].flatMap((inner) => rounds(inner, play));
  if (step.kind === "loop") return step.rounds(play.scope, {});
  return step.kind === "task" ? [step] : [];
}

function message(step: HostTask | undefined, play: HostPlay): unknown {
  const built = step?.build(play.scope, {});
  if (!built || !("plan" in built)) return built;
  const plan = built.plan({});
  return plan.kind === "changes" ? plan.message : plan;
}

describe("loops", () => {
  it("make a task of each entry, which tells itself apart", () => {
    expect(namesOn("w1", "- { name: Show, debug: x, loop: [a, { b: 1 }, 3] }")).toEqual([
      "Show (a)",
      'Show ({"b":1})',
      "Show (3)",
    ]);
    expect(namesOn("w1", '- { name: "Show {{ item }}", debug: x, loop: "{{ packages }}" }')).toEqual([
      "Show curl",
      "Show jq",
    ]);
    expect(namesOn("w1", "- { name: Show, debug: x, loop: [] }")).toEqual([]);
  });

  it("do not give away what is not to be logged", () => {
    expect(namesOn("w1", "- { name: Set, debug: x, loop: [s3cret], no_log: true }")).toEqual([
      "Set (entry 1)",
    ]);
    expect(namesOn("w1", '- { name: "Set {{ item }}", debug: x, loop: [s3cret], no_log: true }')).toEqual([
      "Set {{ item }} (entry 1)",
    ]);
  });

  it("render each entry with the variables of the host", () => {
    const play = playOn(
      "w2",
      '- hosts: all\n  tasks: [{ debug: "{{ item }} {{ mine }}", vars: { mine: "<{{ item }}>" }, loop: ["{{ inventory_hostname }}", b] }]\n',
    );
    expect(roundsOf(play).map((step) => message(step, play))).toEqual(["w2 <w2>", "b <b>"]);
  });
});

describe("names", () => {
  it("are rendered, and shown as written where they wait for the run", () => {
    expect(
      namesOn(
        "w1",
        '- { name: "On {{ inventory_hostname }}", debug: x }\n- { name: "On {{ facts.os.id }}", debug: x }',
      ),
    ).toEqual(["On w1", "On {{ facts.os.id }}"]);
  });
});

describe("roles", () => {
  const yaml = `
- hosts: all
  roles:
    - role: greeter
      tags: role
      when: inventory_hostname != "w2"
      args: { names: "{{ packages }}" }
    - greeter
  tasks:
    - { name: Also, debug: x, notify: Wave }
`;

  it("are expanded on each host, with their arguments, flushes and condition", () => {
    const play = playOn("w1", yaml, { roles });
    expect(play.steps.map((step) => (step.kind === "task" ? step.name : step.kind))).toEqual([
      "Greet curl",
      "Greet jq",
      "meta",
      "Leave",
      "Greet nobody",
      "meta",
      "Leave",
      "Also",
    ]);
    const [first] = roundsOf(play);
    expect([message(first, play), first?.shouldRun(play.scope, {})]).toEqual(["curl from w1", true]);
    const other = playOn("w2", yaml, { roles });
    expect(roundsOf(other)[0]?.shouldRun(other.scope, {})).toBe(false);
  });

  it("notify their own handlers, and are notified by tasks of the play", () => {
    const play = playOn("w1", yaml, { roles });
    expect(play.handlers.map(({ id }) => id)).toEqual(["0 greeter: Wave", "1 greeter: Wave"]);
    const notified = Object.fromEntries(roundsOf(play).map(({ name, notify }) => [name, notify]));
    expect(notified).toMatchObject({
      "Greet curl": ["0 greeter: Wave"],
      "Greet nobody": ["1 greeter: Wave"],
      Leave: [],
      Also: ["0 greeter: Wave", "1 greeter: Wave"],
    });
  });

  it("are chosen by tags of the play, of the role and of its tasks", () => {
    expect(names(playOn("w1", yaml, { roles, tags: ["greet"] }))).toEqual([
      "Greet curl",
      "Greet jq",
      "Greet nobody",
    ]);
    expect(names(playOn("w1", yaml, { roles, tags: ["role"], skipTags: ["greet"] }))).toEqual(["Leave"]);
  });
});

describe("handlers", () => {
  const yaml = `
- hosts: all
  tasks:
    - { name: First, debug: x, notify: [Reload, Tell] }
  handlers:
    - { name: Reload, debug: x, loop: [a, b], notify: Tell }
    - { name: Tell, debug: x, listen: news }
    - { name: Write, debug: x, listen: [news, log] }
`;

  it("have a round for each entry of their loop, and may notify others", () => {
    const play = playOn("w1", yaml);
    expect(
      play.handlers.map(({ id, step }) => rounds(step, play).map(({ name, notify }) => [id, name, notify])),
    ).toEqual([
      [
        ["1", "Reload (a)", ["2"]],
        ["1", "Reload (b)", ["2"]],
      ],
      [["2", "Tell", []]],
      [["3", "Write", []]],
    ]);
    expect(roundsOf(play)[0]?.notify).toEqual(["1", "2"]);
  });

  it("are notified by what they listen to", () => {
    const [first] = roundsOf(playOn("w1", yaml.replace("[Reload, Tell]", "[news, log]")));
    expect(first?.notify).toEqual(["2", "3", "3"]);
  });
});

describe("tags", () => {
  const tasks =
    "- { name: A, debug: x, tags: a }\n- { name: B, debug: x, tags: [b, never] }\n- { name: C, debug: x, tags: always }\n- { name: D, debug: x }";

  it.each([
    [{}, ["A", "C", "D"]],
    [{ tags: ["a"] }, ["A", "C"]],
    [{ tags: ["b"] }, ["B", "C"]],
    [{ skipTags: ["always", "a"] }, ["D"]],
  ])("%j", (flags, expected) => {
    expect(namesOn("w1", tasks, flags)).toEqual(expected);
  });
});

describe("facts", () => {
  it.each([
    ["- debug: { msg: '{{ facts.os.id }}' }", true],
    ["- { debug: x, when: facts.cpus > 1 }", true],
    ["- { debug: '{{ indirect }}', vars: { indirect: '{{ facts.os.id }}' } }", true],
    ["- { assert: { that: facts.cpus > 1 } }", true],
    ["- { template: { src: names.hbs, dest: /x, vars: { prox: p, data_disk: d } } }", true],
    ["- { debug: '{{ proxy }}', when: proxy != '' }", false],
  ])("are asked for exactly where a task reads them: %s", (yaml, expected) => {
    const [step] = tasksOf(playOn("w1", `- hosts: all\n  tasks:\n    ${yaml}\n`).steps);
    expect(Object.keys(step?.uses ?? {})).toEqual(expected ? ["facts"] : []);
  });
});

describe("hostPlayProblems", () => {
  it("finds what shows only on a host, but nothing that waits for the run or does not run there", () => {
    const yaml = `
- hosts: all
  tasks:
    - { command: uname, register: kernel }
    - { file: { path: "{{ proxy }}" } }
    - { file: { path: "{{ kernel.stdout }}" } }
    - { file: { path: "{{ facts.hostname }}" } }
    - { file: { path: "{{ proxy }}" }, when: inventory_hostname == "cp1" }
    - { debug: x, when: settings.missing }
`;
    expect(
      hostPlayProblems(playOn("w1", yaml)).map(({ message, location }) => `${location?.line}: ${message}`),
    ).toEqual(['5: "path" must be an absolute path', '9: there is no key "missing"']);
  });
});
