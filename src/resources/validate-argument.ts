/** The argument `validate` of every module that writes files. */
export const validateProperty = {
  validate: {
    type: "string",
    pattern: "%s",
    errorMessage: "must hold %s, which stands for the new file",
    description: "A command that must accept the new file, %s, before it is put in place: `visudo -cf %s`.",
  },
} as const;
