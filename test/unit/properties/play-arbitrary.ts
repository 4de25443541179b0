import fc from "fast-check";

type Data = Readonly<Record<string, unknown>>;

/** Each key is there or not. */
function some(keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Data> {
  return fc.record(keys, { requiredKeys: [] });
}

const words = fc.constantFrom("one", "two", "three");
const lists = fc.uniqueArray(words, { maxLength: 2 });
const condition = fc.constantFrom("level > 2", "wanted", 'inventory_hostname == "w1"', true, false);
const conditions = fc.oneof(condition, fc.array(condition, { maxLength: 3 }));
const number = fc.integer({ min: 1, max: 9 });
const numberOrTemplate = fc.oneof(number, fc.constant("{{ level }}"));

const surroundings = {
  when: conditions,
  tags: fc.oneof(words, lists),
  vars: some({ level: number, own: fc.constantFrom("text", "{{ level }}", ["list", "{{ level }}"]) }),
};

const settings = {
  ignore_errors: fc.boolean(),
  ignore_unreachable: fc.boolean(),
  any_errors_fatal: fc.boolean(),
  no_log: fc.boolean(),
  run_once: fc.boolean(),
  throttle: number,
  diff: fc.boolean(),
  check_mode: fc.constant(true),
  become: fc.constant(true),
  environment: fc.constantFrom({ A: "1" }, [{ A: "{{ level }}" }, "{{ more }}"], "{{ more }}"),
  timeout: numberOrTemplate,
};
const delegated = {
  ...settings,
  delegate_to: fc.constantFrom("cp1", "localhost", "{{ cluster.bootstrap }}"),
};

/** Only tasks that run commands may do so as others, in a check, or in the background. */
const ofCommands = {
  become: fc.boolean(),
  check_mode: fc.boolean(),
  async: numberOrTemplate,
};

const looping = fc.record({
  loop: fc.constantFrom([1, "{{ level }}"], "{{ entries_wanted }}", "{{ groups.workers }}"),
  loop_control: some({ loop_var: fc.constant("entry"), index_var: fc.constant("number"), pause: number }),
});
const retrying = some({
  retries: numberOrTemplate,
  delay: numberOrTemplate,
  backoff: number,
  until: fc.constant("result.rc == 0"),
});
const judged = some({
  changed_when: fc.constantFrom(false, "result.rc == 1", []),
  failed_when: fc.constant(["result.rc > 1"]),
});

const named = some({
  name: fc.constantFrom("Do it", "Do {{ level }}"),
  notify: fc.constantFrom("Restart", ["Restart", "news"]),
});

const command = fc
  .tuple(
    fc.constantFrom(
      { command: "true" },
      { shell: { cmd: "echo {{ level }}" } },
      { command: { argv: ["a", "b"] } },
    ),
    some({ ...surroundings, ...delegated, ...ofCommands }),
    fc.oneof(fc.constant({}), retrying, judged),
  )
  .map(([module, beside, verdict]) => ({
    ...module,
    ...beside,
    ...verdict,
    register: "result",
    ...("async" in beside && { poll: 3 }),
  }));
const userCommand = command.map(({ become: _, ...task }: Data) => ({ ...task, become_user: "app" }));
const other = fc
  .tuple(
    fc.constantFrom(
      { debug: { msg: "{{ level }}" } },
      { package: { name: ["curl", "jq"] } },
      { copy: { dest: "/a", content: "{{ own_text }}" } },
      { set_fact: { made: "{{ level }}" } },
    ),
    some({ ...surroundings, ...delegated }),
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: looping }),
  )
  .map((parts) => Object.assign({}, ...parts));
const task = fc
  .tuple(named, fc.oneof(command, userCommand, other))
  .map(([name, rest]) => ({ ...name, ...rest }));

const meta = fc
  .tuple(fc.constantFrom("flush_handlers", "end_host", "end_play"), some(surroundings))
  .map(([action, beside]) => ({ meta: action, ...beside }));
const roleEntry = fc
  .tuple(fc.constantFrom("base", "containerd"), some({ ...surroundings, ...delegated }))
  .map(([role, beside]) => ({ role, args: {}, ...beside }));
const includedRole = roleEntry.map(({ role: name, args, ...beside }) => ({
  include_role: { name, args },
  ...beside,
}));
const imported = fc
  .tuple(fc.constantFrom("import_tasks", "include_tasks"), some({ ...surroundings, ...delegated }))
  .map(([key, beside]) => ({ [key]: "tasks.yaml", ...beside }));

const { step } = fc.letrec<{ step: Data; block: Data }>((tie) => ({
  step: fc.oneof(
    { depthSize: "small" },
    { weight: 5, arbitrary: task },
    { weight: 1, arbitrary: meta },
    { weight: 1, arbitrary: includedRole },
    { weight: 1, arbitrary: imported },
    { weight: 2, arbitrary: tie("block") },
  ),
  block: fc
    .tuple(
      fc.array(tie("step"), { minLength: 1, maxLength: 3 }),
      some({
        rescue: fc.array(tie("step"), { maxLength: 2 }),
        always: fc.array(tie("step"), { maxLength: 2 }),
      }),
      some({ ...surroundings, ...delegated }),
    )
    .map(([block, guards, beside]) => ({ ...beside, block, ...guards })),
}));
const steps = fc.array(step, { maxLength: 4 });

const handler = { service: { name: "app", state: "restarted" } };

/** A valid play with any of the words that there are; it imports tasks.yaml, of `importedFile`. */
export const randomPlay: fc.Arbitrary<Data> = fc
  .tuple(
    some({
      name: fc.constantFrom("A play", "A play of {{ level }}"),
      tags: lists,
      gather_facts: fc.boolean(),
      ...settings,
      serial: fc.oneof(number, fc.constantFrom("30%", [1, "50%", "{{ level }}"], "{{ level }}")),
      max_fail_percentage: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant("{{ level }}")),
      order: fc.constantFrom(
        "inventory",
        "reverse_inventory",
        "sorted",
        "reverse_sorted",
        "shuffle",
        "linear",
      ),
      strategy: fc.constantFrom("linear", "free", "host_pinned"),
      pre_tasks: steps,
      roles: fc.array(fc.oneof(fc.constantFrom("base", "containerd"), roleEntry), { maxLength: 2 }),
      post_tasks: steps,
    }),
    fc.constantFrom("all", "workers", ["cp1", "w2"], "all:!w1"),
    steps,
  )
  .map(([beside, hosts, tasks]) => ({
    hosts,
    ...beside,
    vars: { level: 3, wanted: true, own_text: "own", more: { B: "2" }, entries_wanted: ["a", "b"] },
    tasks,
    handlers: [
      { name: "Restart", ...handler },
      { name: "Tell", ...handler, listen: "news" },
    ],
  }));

/** The tasks that random plays import. */
export const importedFile = JSON.stringify([
  { name: "Import {{ level }}", debug: { msg: "imported" }, tags: ["four"] },
  { block: [{ command: "true" }], always: [{ debug: { msg: "always" } }], vars: { level: 4 } },
]);
