import fc from "fast-check";

const condition = fc.constantFrom(
  "size(packages) > 0",
  "inventory_hostname != 'w1'",
  "proxy != '' && facts.memory > 512",
  "true",
);

/** One condition or several. */
export const conditions = fc.oneof(condition, fc.boolean(), fc.array(condition, { maxLength: 2 }));

const tag = fc.constantFrom("a", "b", "always", "never");

export const tags = fc.oneof(tag, fc.array(tag, { maxLength: 3 }));

const value = fc.oneof(
  fc.constantFrom("{{ proxy }}", "see {{ proxy }}", "{{ packages }}", "yes", "0644", "", " # no: comment\n"),
  fc.constantFrom<unknown>(null, true, 0, -1.5, [], {}, ["a", { b: "{{ proxy }}" }], { a: { b: [1] } }),
  fc.string({ unit: fc.constantFrom("a", " ", ":", "-", "'", '"', "\\", "\n", "é", "#", "&", "!") }),
);

const names = fc.constantFrom("first", "second", "shadowed");

/** What may stand on everything that surrounds tasks. */
export const common = {
  name: fc.constantFrom("Do it", "Do it: {{ proxy }}"),
  when: conditions,
  tags,
  vars: fc.dictionary(names, value, { maxKeys: 3 }),
};

/** A whole number, and a template of one. */
export const count = fc.constantFrom<number | string>(1, 30, "{{ settings.size }}");

const environment = fc.constantFrom<unknown>({ A: "1" }, { B: "{{ proxy }}", C: 2 }, "{{ settings }}");

/** What may stand on groups of tasks; whatever module is within can bear it. */
export const groupSettings = {
  become: fc.constant(true),
  become_user: fc.constant("root"),
  environment: fc.oneof(environment, fc.array(environment, { maxLength: 2 })),
  ignore_errors: fc.boolean(),
  ignore_unreachable: fc.boolean(),
  any_errors_fatal: fc.boolean(),
  no_log: fc.boolean(),
  run_once: fc.boolean(),
  throttle: fc.integer({ min: 1, max: 5 }),
  check_mode: fc.constant(true),
  diff: fc.boolean(),
  timeout: count,
};

/** Another host to act on; and no guard, because commands within need a way back for one. */
export const narrow = {
  delegate_to: fc.constantFrom("cp1", "localhost", "{{ groups.workers.[0] }}"),
  guarded: fc.constant(false),
};

/** What groups of tasks may say beside it. */
export const rollback = { rollback: fc.boolean() };
