import fc from "fast-check";
import { randomStep, randomTask, someOf } from "./random-step.ts";
import { common, groupSettings, narrow, rollback, tags } from "./random-words.ts";

/** The files that random playbooks name, by their paths. */
export const files: Readonly<Record<string, string>> = {
  "more.yaml": "- debug: more\n- command: uptime\n  register: up\n- debug: '{{ up.stdout }}'\n",
  "handlers.yaml": "- name: Reload b\n  service: { name: b, state: reloaded }\n",
  "vars.yaml": "from_file: 1\nshadowed: !secret file\n",
  "other.yaml": "- hosts: workers\n  vars: { shadowed: play }\n  tasks: [{ debug: '{{ shadowed }}' }]\n",
};

/** Variables of -e for random playbooks. */
export const extraVars = { batch: 2, where: "workers", given: "on the command line" };

const prompt = fc.record(
  {
    name: fc.constantFrom("release", "given"),
    prompt: fc.constant("Which one?"),
    private: fc.boolean(),
    default: fc.constantFrom("1.2", 3, true),
    confirm: fc.boolean(),
  },
  { requiredKeys: ["name"] },
);

const role = fc.oneof(
  fc.constantFrom("base", "containerd"),
  fc.record(
    {
      role: fc.constant("base"),
      args: fc.constantFrom({}, { timezone: "Asia/Seoul" }, { packages: ["{{ proxy }}"] }),
      ...common,
      ...groupSettings,
      ...narrow,
      ...rollback,
    },
    { requiredKeys: ["role"] },
  ),
);

const size = fc.constantFrom(1, 3, "50%", "33.3%", "{{ batch }}");

const handlers = fc
  .tuple(randomTask, fc.array(randomTask, { maxLength: 2 }))
  .map(([first, rest]) => [
    { ...first, name: "Restart a", listen: "a has changed" },
    ...rest.map((task, index) => ({ ...task, name: `Handler ${index}`, listen: ["a has changed"] })),
    { import_tasks: "handlers.yaml", tags: "reload" },
  ]);

/** A play in which all words of the language may stand; as data, valid for the hosts cp1, w1 and w2. */
const play = fc.record(
  {
    ...groupSettings,
    rollback: fc.constantFrom(true, false, "run"),
    new_node: fc.boolean(),
    name: fc.constantFrom("A play", "On {{ where }}"),
    hosts: fc.constantFrom("all", "workers:!w1", ["cp1", "w1"], "{{ where }}", "all[-1]"),
    tags,
    vars: common.vars,
    vars_files: fc.constantFrom(["vars.yaml"], [["missing.yaml", "vars.yaml"]], []),
    vars_prompt: fc.uniqueArray(prompt, { maxLength: 2, selector: ({ name }) => name }),
    gather_facts: fc.boolean(),
    serial: fc.oneof(size, fc.array(size, { minLength: 1, maxLength: 3 })),
    max_fail_percentage: fc.constantFrom(0, 33.3, 100, "{{ batch }}"),
    order: fc.constantFrom("inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle", "linear"),
    strategy: fc.constantFrom("linear", "free", "host_pinned"),
    pre_tasks: someOf(randomStep),
    roles: fc.array(role, { maxLength: 2 }),
    tasks: someOf(randomStep),
    post_tasks: someOf(randomStep),
    handlers,
  },
  { requiredKeys: ["hosts", "handlers"] },
);

const prompts = fc.uniqueArray(prompt, { maxLength: 2, selector: ({ name }) => name });

const imported = fc.record(
  { import_playbook: fc.constant("other.yaml"), vars_prompt: prompts, ...common },
  { requiredKeys: ["import_playbook"] },
);

/** Playbooks of one or two plays. */
export const randomPlaybook = fc.array(
  fc.oneof({ weight: 4, arbitrary: play }, { weight: 1, arbitrary: imported }),
  { minLength: 1, maxLength: 2 },
);
