const names = { type: ["string", "array"], items: { type: "string" } } as const;

/** Conditions: one, or a list that must hold as a whole. */
export function conditionSchema(description: string) {
  return {
    description,
    errorMessage: "must be a condition, or a list of them",
    anyOf: [
      { type: "string" },
      { type: "boolean" },
      { type: "array", items: { anyOf: [{ type: "string" }, { type: "boolean" }] } },
    ],
  } as const;
}

/** One name or a list of names. */
export function namesSchema(description: string) {
  return { ...names, description } as const;
}

/** A whole number, or a template of one. */
export function countSchema(minimum: number, description: string) {
  return {
    type: ["integer", "string"],
    minimum,
    pattern: "\\{\\{",
    errorMessage: `must be a whole number from ${minimum} on, or a template of one`,
    description,
  } as const;
}

/** A length of time in seconds, or a template of one. */
export function secondsSchema(description: string) {
  return {
    type: ["number", "string"],
    minimum: 0,
    pattern: "\\{\\{",
    errorMessage: "must be a number of seconds from 0 on, or a template of one",
    description,
  } as const;
}

/** What surrounds tasks wherever it is written: on a play, an import, a block, a role, a task. */
export const commonKeywords = {
  name: { type: "string", description: "What it does, as an imperative sentence." },
  when: conditionSchema(
    "CEL expressions, without {{ }}, that must all be true for it to run on a host. On a block or import they hold for each task within.",
  ),
  tags: namesSchema("Names by which --tags and --skip-tags choose. Those of blocks and imports are added."),
  vars: {
    type: "object",
    description: "Variables; values may hold templates. What stands further inside wins.",
  },
} as const;

/** What groups of tasks may say beside it. */
export const rollbackKeyword = {
  rollback: {
    type: "boolean",
    description:
      "When a task within fails on a host, all that was changed within on that host is taken back, the last first. Default: false.",
  },
} as const;

const notAMapping = "must be a mapping, or a template of one";

const environmentMapping = {
  type: "object",
  propertyNames: {
    pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
    errorMessage: "cannot be the name of an environment variable: letters, digits and _ only",
  },
  additionalProperties: {
    type: ["string", "number", "boolean", "null"],
  },
} as const;

/** Settings that plays, imports, blocks and roles hand down to the tasks within; the innermost wins. */
export const settingKeywords = {
  become: {
    type: "boolean",
    description:
      "true: as root, which is how all tasks run anyway. false: as the user who logged in; only for tasks that run commands.",
  },
  become_user: {
    type: "string",
    minLength: 1,
    description: "The user that commands run as. Default: root. Only for tasks that run commands.",
  },
  environment: {
    description: "Environment variables of the scripts that change something. Further inside wins by name.",
    errorMessage: "must be a mapping, a template of one, or a list of these",
    anyOf: [
      environmentMapping,
      { type: "string", pattern: "\\{\\{", errorMessage: notAMapping },
      {
        type: "array",
        items: {
          ...environmentMapping,
          type: ["object", "string"],
          pattern: "\\{\\{",
          errorMessage: notAMapping,
        },
      },
    ],
  },
  ignore_errors: { type: "boolean", description: "A failure does not stop the host." },
  ignore_unreachable: { type: "boolean", description: "A host that is lost here counts as no failure." },
  any_errors_fatal: { type: "boolean", description: "A failure on one host ends the play for all hosts." },
  no_log: { type: "boolean", description: "Keeps arguments, output and diffs out of all output." },
  run_once: {
    type: "boolean",
    description: "Runs on the first host of the play only; all hosts share its result.",
  },
  throttle: {
    type: "integer",
    minimum: 1,
    description: "Largest number of hosts that run it at the same time. Default: as --forks says.",
  },
  check_mode: {
    type: "boolean",
    description:
      "true: never changes anything. false: runs in a check too; only for commands, which must only read. Default: as --check says.",
  },
  diff: { type: "boolean", description: "Whether changes of files are shown. Default: as --diff says." },
  timeout: countSchema(1, "Seconds after which a change is ended. Default: left to the module."),
} as const;

/** What is not for whole plays: where a task acts (`hosts` says that), and that it may cut the connection. */
export const narrowKeywords = {
  guarded: {
    type: ["boolean", "integer"],
    minimum: 5,
    maximum: 600,
    errorMessage: "must be true, false, or a number of seconds from 5 to 600",
    description:
      "Its changes may cut the connection: the host takes them back unless lab reaches it again over a new connection within this many seconds. true: 30.",
  },
  delegate_to: {
    type: "string",
    minLength: 1,
    description:
      "The host that it acts on instead: a name of the inventory, a template of one, or localhost.",
  },
} as const;
