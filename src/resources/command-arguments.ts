/** The arguments that command and shell share. */
export const commandArguments = {
  chdir: { type: "string", description: "Directory in which it runs. Default: that of the connection." },
  creates: { type: "string", description: "A path; if something is there, the command is not run." },
  removes: { type: "string", description: "A path; if nothing is there, the command is not run." },
  unless: {
    type: "string",
    minLength: 1,
    description: "A line of sh that only reads; if it succeeds, the command is not run.",
  },
  environment: {
    type: "object",
    propertyNames: {
      pattern: "^(?!lab_)[A-Za-z_][A-Za-z0-9_]*$",
      errorMessage: "has a key that is no name of a variable, or one of lab's own (lab_…)",
    },
    additionalProperties: { anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }] },
    description: "Environment variables; they win over those of the task.",
  },
  undo: {
    type: "string",
    minLength: 1,
    description:
      "A script of sh that takes back what the command did, for a rollback; in the same directory and environment, as the same user. It must succeed where there is nothing to take back. Default: a rollback leaves what the command did.",
  },
  stdin: { type: "string", description: "Text for its standard input. Default: none." },
  timeout: {
    type: "integer",
    minimum: 1,
    description: "Seconds after which it is ended, with its children. Default: 600.",
  },
} as const;
