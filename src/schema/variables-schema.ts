import { reservedNames } from "../inventory/reserved-variables.ts";
import { draft07, type JsonSchema } from "./json-schema.ts";

/** A name that a variable can have: not one that lab gives to its own. */
export const variableName: JsonSchema = {
  pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
  not: { enum: [...reservedNames] },
};

/** A name that can be asked for: `node`, too, which names the host that a play is about. */
export const askedName: JsonSchema = {
  ...variableName,
  not: { enum: [...reservedNames].filter((name) => name !== "node") },
};

/** The schema of a file of variables: group_vars/, host_vars/, `vars_files` and `-e @FILE`. */
export const variablesFileSchema: JsonSchema = {
  $schema: draft07,
  title: "Variables of lab",
  description: "Names of variables and their values, which may hold templates.",
  type: ["object", "null"],
  propertyNames: variableName,
};
