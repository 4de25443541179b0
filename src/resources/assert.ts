import { evaluated } from "./evaluated.ts";
import { defineModule } from "./module.ts";
import { resource } from "./resource.ts";

const expression = { type: "string", minLength: 1 } as const;

/** Conditions without which a play must not go on. */
export const assertModule = defineModule({
  name: "assert",
  summary: "Fails unless all expressions are true.",
  changesNothing: true,
  staysHere: true,
  example: `- name: Check the size of the host
  assert:
    that: facts.memory >= 1700
    fail_msg: The host needs 1700 MiB of memory`,
  freeForm: "that",
  expressions: ["that"],
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["that"],
    properties: {
      that: {
        anyOf: [expression, { type: "array", items: expression, minItems: 1 }],
        description: "An expression (CEL) or a list; each must be true.",
      },
      fail_msg: { type: "string", description: "What to say when one is not. Default: the expression." },
      success_msg: { type: "string", description: "What to say when all are." },
      quiet: { type: "boolean", description: "true says nothing when all are true. Default: false." },
    },
  },
  build(args) {
    const conditions = evaluated(args.that);
    const names = conditions.map((condition) => condition.expression);
    const broken = conditions.filter(({ value }) => value !== true).map((condition) => condition.expression);
    const message = args.quiet ? "" : (args.success_msg ?? "");
    return resource({
      id: `assert ${names.join(", ")}`,
      probes: {},
      plan: () =>
        broken.length > 0
          ? { kind: "failed", message: args.fail_msg ?? `not true: ${broken.join(", ")}` }
          : { kind: "changes", changes: [], ...(message === "" ? {} : { message }) },
    });
  },
});
