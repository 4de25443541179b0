/** Schema of an argument that is true or false, and may come from the command line, where everything is text. */
export const truth = { anyOf: [{ type: "boolean" }, { enum: ["true", "false"] }] } as const;

/** Reads such an argument. */
export function isTrue(value: boolean | "true" | "false"): boolean {
  return value === true || value === "true";
}
