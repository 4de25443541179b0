import fc from "fast-check";
import { parse } from "yaml";
import { isMapping } from "../../../src/input/mapping.ts";
import { modules } from "../../../src/resources/index.ts";
import { common, conditions, count, groupSettings, narrow, rollback } from "./random-words.ts";

/** A task or what stands in its place, as data. */
export type StepData = Readonly<Record<string, unknown>>;

/** Up to three of them. */
export function someOf<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, { maxLength: 3 });
}

/** What the pages about modules show, of those whose examples need neither files nor variables. */
const shown = modules.flatMap(({ name, example }): StepData[] => {
  const [task]: unknown[] = parse(example);
  const args = isMapping(task) ? task[name] : undefined;
  return isMapping(args) && !/\{\{|"src"/.test(JSON.stringify(args)) ? [{ [name]: args }] : [];
});

const command = fc.constantFrom<StepData>(
  { command: "uptime" },
  { command: { argv: ["echo", "{{ proxy }}"], creates: "/a" } },
  { shell: "echo {{quote proxy}}" },
  { "ansible.builtin.shell": { cmd: "id", chdir: "/" } },
);

const plain = fc.oneof(
  fc.constantFrom(...shown),
  fc.constantFrom<StepData>(
    { package: "curl" },
    { copy: { dest: "/etc/{{ inventory_hostname }}", content: "{{ proxy }}\n", mode: "0644" } },
    { debug: "{{ hostvars.cp1.proxy }}" },
    { debug: { var: "facts.os" } },
    { set_fact: { fact: "{{ packages }}", given: "overridden" } },
  ),
);

const words = {
  ...common,
  ...groupSettings,
  ...narrow,
  register: fc.constantFrom("result", "given"),
  notify: fc.constantFrom("Restart a", ["Reload b", "a has changed"], []),
  until: conditions,
  retries: count,
  delay: count,
  backoff: fc.constantFrom(1, 1.5),
  changed_when: conditions,
  failed_when: conditions,
};

const loop = {
  loop: fc.constantFrom("{{ packages }}", ["a", "b"], [{ key: "a" }], []),
  loop_control: fc.record(
    {
      loop_var: fc.constantFrom("item", "entry"),
      index_var: fc.constant("number"),
      label: fc.constantFrom("one", "{{ inventory_hostname }}"),
      pause: count,
    },
    { requiredKeys: [] },
  ),
};

/** Words that belong together: none of them, or the first and perhaps the others. */
function together(model: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<StepData> {
  const [first = ""] = Object.keys(model);
  return fc.oneof(fc.constant({}), fc.record(model, { requiredKeys: [first] }));
}

const anyWords = fc.tuple(fc.record(words, { requiredKeys: [] }), together(loop)).map(merged);

const own = fc.record(
  {
    become: fc.boolean(),
    check_mode: fc.boolean(),
    register: fc.constant("own"),
  },
  { requiredKeys: ["register"] },
);
const asUser = fc.constantFrom<StepData>(
  {},
  { become_user: "app" },
  { become: true, become_user: "{{ proxy }}" },
);
const background = together({ async: count, poll: count });
const judged = fc.constantFrom<StepData>(
  {},
  { failed_when: "own.rc > 1", changed_when: ["own.stdout != ''", "own.rc == 0"], until: "own.rc == 0" },
);

/** A task with any words that its module can bear. */
export const randomTask: fc.Arbitrary<StepData> = fc.oneof(
  fc.tuple(plain, anyWords).map(merged),
  fc.tuple(command, anyWords, own, background, judged).map(merged),
  fc.tuple(command, anyWords, asUser, background).map(merged),
);

/** Whoever says `become: false` names no user. */
function merged(parts: readonly StepData[]): StepData {
  const { become_user: user, ...rest }: StepData = Object.assign({}, ...parts);
  return user === undefined || rest.become === false ? rest : { ...rest, become_user: user };
}

const aroundTasks = { ...common, ...groupSettings, ...narrow, ...rollback };
const namedRole = fc.constantFrom<unknown>("containerd", { name: "base", args: { timezone: "{{ proxy }}" } });
const namedFile = fc.constantFrom<unknown>("more.yaml", { file: "more.yaml" });

const imports = ["import_tasks", "include_tasks", "import_role", "include_role"].map((key) => {
  const named = key.endsWith("role") ? namedRole : namedFile;
  return fc
    .tuple(named, fc.record(aroundTasks, { requiredKeys: [] }))
    .map(([value, around]): StepData => ({ [key]: value, ...around }));
});

const meta = fc.record(
  { meta: fc.constantFrom("flush_handlers", "end_host", "end_play", "noop"), ...common },
  { requiredKeys: ["meta"] },
);

/** An entry of a list of tasks: blocks are nested up to three times. */
export const { step: randomStep } = fc.letrec<{ step: StepData; block: StepData }>((tie) => ({
  step: fc.oneof({ depthSize: "small", withCrossShrink: true }, randomTask, ...imports, meta, tie("block")),
  block: fc.record(
    {
      block: fc.array(tie("step"), { minLength: 1, maxLength: 3 }),
      rescue: fc
        .tuple(someOf(tie("step")), fc.boolean())
        .map(([steps, says]) =>
          says ? [...steps, { debug: "{{ failed_task }}: {{ failed_result.msg }}" }] : steps,
        ),
      always: someOf(tie("step")),
      ...aroundTasks,
    },
    { requiredKeys: ["block"] },
  ),
}));
