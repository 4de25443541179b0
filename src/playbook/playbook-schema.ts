import {
  commonKeywords,
  conditionSchema,
  countSchema,
  namesSchema,
  narrowKeywords,
  rollbackKeyword,
  secondsSchema,
  settingKeywords,
} from "./setting-keywords.ts";

const variableName = {
  type: "string",
  pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
  errorMessage: "must be a variable name: letters, digits and _, not starting with a digit",
} as const;

const withinTasks = { ...commonKeywords, ...settingKeywords, ...narrowKeywords } as const;
const list = { type: "array" } as const;

/** How the rounds of a loop are called and shown. */
export const loopControl = {
  type: "object",
  description: "How the rounds of the loop are called and shown.",
  additionalProperties: false,
  properties: {
    loop_var: { ...variableName, description: "The variable that holds the entry. Default: item." },
    index_var: { ...variableName, description: "The variable that holds the number of the round, from 0." },
    label: { type: "string", description: "What is shown of an entry; a template. Default: the entry." },
    pause: secondsSchema("Seconds between two rounds. Default: 0."),
  },
} as const;

/** The words that a task may use beside its module. */
export const taskKeywords = {
  ...withinTasks,
  name: { type: "string", description: "What the task does, as an imperative sentence." },
  register: { ...variableName, description: "The variable that holds the task's result afterwards." },
  notify: namesSchema(
    "Handlers to run when this task changed something: by name, or by what they listen to.",
  ),
  loop: {
    description: "Runs the task once per entry; `item` is the entry.",
    anyOf: [{ type: "string" }, { type: "array" }],
  },
  loop_control: loopControl,
  until: conditionSchema("Tries the task again until all are true; they read its registered result."),
  retries: countSchema(0, "How often it is tried again; without `until`, until it succeeds. Default: 3."),
  delay: secondsSchema("Seconds before it is tried again. Default: 5."),
  backoff: {
    type: "number",
    minimum: 1,
    description: "Each delay is longer by this factor than the one before. Default: 1.",
  },
  changed_when: conditionSchema("The task counts as changed when all are true."),
  failed_when: conditionSchema("The task counts as failed when all are true."),
  async: countSchema(
    1,
    "Runs a command in the background of the host, beyond the end of the connection; seconds after which it is ended.",
  ),
  poll: secondsSchema("Seconds between two looks at a task with `async`; 0 does not wait. Default: 10."),
} as const;

/** The words that a handler may use beside its module. */
export const handlerKeywords = {
  ...taskKeywords,
  listen: namesSchema("Further names by which tasks notify the handler."),
} as const;

/** A group of tasks. */
export const blockKeywords = {
  ...withinTasks,
  ...rollbackKeyword,
  block: { ...list, minItems: 1, description: "Tasks that share what stands beside them." },
  rescue: {
    ...list,
    description: "Tasks that run when one of the block failed; failed_task and failed_result say which.",
  },
  always: { ...list, description: "Tasks that run after the block in any case." },
} as const;

const tasksFile = {
  description: "Path of a file with a list of tasks, from the file that names it.",
  anyOf: [
    { type: "string", minLength: 1 },
    {
      type: "object",
      required: ["file"],
      additionalProperties: false,
      properties: { file: { type: "string", minLength: 1, description: "Path of the file." } },
    },
  ],
} as const;

const namedRole = {
  description: "A role by its name, or with its arguments.",
  anyOf: [
    { type: "string", minLength: 1 },
    {
      type: "object",
      required: ["name"],
      additionalProperties: false,
      properties: {
        name: { type: "string", description: "The role's name." },
        args: { type: "object", description: "The role's arguments." },
      },
    },
  ],
} as const;

/** The words that may stand beside an import of tasks or of a role. */
export const besideImports = { ...withinTasks, ...rollbackKeyword } as const;

/** Takes tasks from another file, or a role, into a list of tasks; what stands beside it holds for all tasks within. */
export const importKeywords = {
  ...besideImports,
  import_tasks: tasksFile,
  include_tasks: { ...tasksFile, description: "Another name of import_tasks." },
  include_role: namedRole,
  import_role: { ...namedRole, description: "Another name of include_role." },
} as const;

/** An order to lab itself. */
export const metaKeywords = {
  ...commonKeywords,
  meta: {
    type: "string",
    enum: ["flush_handlers", "end_host", "end_play", "noop"],
    description:
      "flush_handlers: runs the notified handlers now. end_host: ends the play for this host. end_play: for all hosts. noop: nothing.",
  },
} as const;

/** An entry of a play's `roles` that is more than a name. */
export const roleEntry = {
  type: "object",
  required: ["role"],
  properties: {
    role: { type: "string", description: "The role's name." },
    args: { type: "object", description: "The role's arguments." },
    ...withinTasks,
    ...rollbackKeyword,
  },
  additionalProperties: false,
} as const;

/** A question of `vars_prompt`. */
export const promptEntry = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { ...variableName, description: "The variable that holds the answer." },
    prompt: { type: "string", description: "The question. Default: the name." },
    private: { type: "boolean", description: "The answer is secret, and not shown. Default: true." },
    default: { type: ["string", "number", "boolean"], description: "Holds when the answer is empty." },
    confirm: { type: "boolean", description: "Asks twice. Default: false." },
  },
} as const;

const batchSize = {
  type: ["integer", "string"],
  minimum: 1,
  pattern: "^[1-9][0-9]*$|^(100|[1-9][0-9]?(\\.[0-9]+)?)%$|\\{\\{",
  errorMessage: 'must be a number of hosts from 1 on, a share like "30%", or a template of one',
} as const;

/** The words of a play. */
export const playKeywords = {
  name: { type: "string", description: "What the play does." },
  hosts: {
    type: ["string", "array"],
    items: { type: "string" },
    description: 'A host pattern, or a list of them; may hold a template: "{{ node }}".',
  },
  vars: commonKeywords.vars,
  vars_files: {
    ...list,
    items: {
      type: ["string", "array"],
      items: { type: "string" },
      errorMessage: "must be the path of a file, or a list of which the first that exists is read",
    },
    description:
      "Files of variables, from the folder of the playbook; they win over vars. Of an inner list the first file that exists is read.",
  },
  vars_prompt: { ...list, description: "Variables that the user is asked for, unless -e gives them." },
  tags: commonKeywords.tags,
  ...settingKeywords,
  new_node: {
    type: "boolean",
    description:
      "The playbook takes in a worker that clusters.json does not have: -e node=NAME -e host=ADDRESS -e cluster=NAME, and port, user, key or node_ip. It is added there once the run has succeeded. Default: false.",
  },
  rollback: {
    anyOf: [{ type: "boolean" }, { const: "run" }],
    errorMessage: 'must be true, false or "run"',
    description:
      "When a task fails on a host, all that the play has changed on that host is taken back, the last first; with `run` the play ends for all hosts, all that the run has changed so far is taken back on all of them, and the run ends. Default: false.",
  },
  gather_facts: {
    type: "boolean",
    description: "Facts are gathered exactly when the play uses them; accepted and without effect.",
  },
  serial: {
    description: "How many hosts go through the play at a time: a number, a share, or a list of both.",
    anyOf: [
      { type: "number", minimum: 1, multipleOf: 1, errorMessage: batchSize.errorMessage },
      { type: "string", pattern: batchSize.pattern, errorMessage: batchSize.errorMessage },
      { type: "array", minItems: 1, items: batchSize },
    ],
  },
  max_fail_percentage: {
    type: ["number", "string"],
    minimum: 0,
    maximum: 100,
    pattern: "\\{\\{",
    errorMessage: "must be a number from 0 to 100, or a template of one",
    description: "The play ends when more hosts than this share have failed or are unreachable.",
  },
  order: {
    type: "string",
    enum: ["inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle", "linear"],
    description:
      "In which order hosts begin. linear: every task waits until the one before is done everywhere.",
  },
  strategy: {
    type: "string",
    enum: ["linear", "free", "host_pinned"],
    description:
      "linear: every task waits until the one before is done everywhere. free, host_pinned: each host at its own pace. Default: free.",
  },
  pre_tasks: { ...list, description: "Tasks that run before the roles." },
  roles: { ...list, description: "Roles, in order, with their arguments." },
  tasks: { ...list, description: "Tasks that run after the roles." },
  post_tasks: { ...list, description: "Tasks that run last, before the handlers." },
  handlers: { ...list, description: "Tasks that run once at the end, when notified." },
} as const;

/** One play. Its tasks and roles are checked one by one, because their keys depend on the module or role. */
export const playSchema = {
  type: "object",
  required: ["hosts"],
  additionalProperties: false,
  properties: playKeywords,
} as const;

/** Takes the plays of another file into a playbook. */
export const playbookImport = {
  type: "object",
  required: ["import_playbook"],
  additionalProperties: false,
  properties: {
    ...commonKeywords,
    vars_prompt: playKeywords.vars_prompt,
    import_playbook: {
      type: "string",
      minLength: 1,
      description: "Path of a playbook, from the file that names it.",
    },
  },
} as const;
