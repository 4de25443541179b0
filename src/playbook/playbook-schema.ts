const names = {
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
} as const;

const conditions = {
  description: "CEL expressions that must all be true for the task to run on a host.",
  anyOf: [
    { type: "string" },
    { type: "boolean" },
    { type: "array", items: { anyOf: [{ type: "string" }, { type: "boolean" }] } },
  ],
} as const;

const tags = { ...names, description: "Names by which --tags and --skip-tags choose." } as const;
const variables = { type: "object", description: "Variables; values may hold templates." } as const;

/** The words that a task may use beside its module. */
export const taskKeywords = {
  name: { type: "string", description: "What the task does, as an imperative sentence." },
  when: conditions,
  register: {
    type: "string",
    description: "The variable that holds the task's result afterwards.",
    pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
    errorMessage: "must be a variable name: letters, digits and _, not starting with a digit",
  },
  notify: {
    ...names,
    description: "Handlers to run at the end of the play when this task changed something.",
  },
  tags,
  loop: {
    description: "Runs the task once per entry; `item` is the entry.",
    anyOf: [{ type: "string" }, { type: "array" }],
  },
  vars: variables,
  ignore_errors: { type: "boolean", description: "A failure of this task does not stop the host." },
  no_log: {
    type: "boolean",
    description: "Keeps arguments, output and diffs of this task out of all output.",
  },
  become: {
    type: "boolean",
    not: { const: false },
    errorMessage: "must be true or left out: tasks always run as root",
    description: "Tasks always run as root; accepted so that plays written for Ansible need no edit.",
  },
} as const;

const list = { type: "array" } as const;

/** An entry of a play's `roles` that is more than a name. */
export const roleEntry = {
  type: "object",
  required: ["role"],
  properties: {
    role: { type: "string", description: "The role's name." },
    args: { type: "object", description: "The role's arguments." },
    when: conditions,
    tags,
  },
  additionalProperties: false,
} as const;

/** One play. Its tasks and roles are checked one by one, because their keys depend on the module or role. */
export const playSchema = {
  type: "object",
  required: ["hosts"],
  additionalProperties: false,
  properties: {
    name: { type: "string", description: "What the play does." },
    hosts: {
      type: ["string", "array"],
      items: { type: "string" },
      description: 'A host pattern, or a list of them; may hold a template: "{{ node }}".',
    },
    vars: variables,
    become: taskKeywords.become,
    gather_facts: {
      type: "boolean",
      description: "Facts are gathered exactly when the play uses them; accepted and without effect.",
    },
    tags,
    pre_tasks: { ...list, description: "Tasks that run before the roles." },
    roles: { ...list, description: "Roles, in order, with their arguments." },
    tasks: { ...list, description: "Tasks that run after the roles." },
    post_tasks: { ...list, description: "Tasks that run last, before the handlers." },
    handlers: { ...list, description: "Tasks that run once at the end, when notified." },
  },
} as const;
