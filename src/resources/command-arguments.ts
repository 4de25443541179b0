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
      pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
      errorMessage: "has a key that is no name of a variable",
    },
    additionalProperties: { anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }] },
    description: "Environment variables; they win over those of the task.",
  },
  stdin: { type: "string", description: "Text for its standard input. Default: none." },
  timeout: {
    type: "integer",
    minimum: 1,
    description: "Seconds after which it is ended, with its children. Default: 600.",
  },
} as const;
