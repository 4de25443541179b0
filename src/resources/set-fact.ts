import { defineModule } from "./module.ts";
import { resource, satisfied } from "./resource.ts";

/** Variables of a host that come to be in the middle of a run. */
export const setFactModule = defineModule({
  name: "set_fact",
  summary:
    "Sets variables for the host; they last until the end of the run, and win over all others but those of `-e`.",
  changesNothing: true,
  staysHere: true,
  example: `- name: Remember who is first
  set_fact:
    bootstrap_node: cp1
    retries_left: 3`,
  schema: {
    type: "object",
    additionalProperties: true,
    properties: {},
  },
  extra: {
    propertyNames: {
      allOf: [
        {
          not: { const: "cacheable" },
          errorMessage: "is not supported: what is set lasts until the end of the run",
        },
        { pattern: "^[A-Za-z_][A-Za-z0-9_]*$", errorMessage: "is no name of a variable" },
      ],
    },
  },
  build(variables) {
    return resource({
      id: `set_fact ${Object.keys(variables).join(", ")}`,
      probes: {},
      plan: () => satisfied,
      defines: variables,
    });
  },
});
