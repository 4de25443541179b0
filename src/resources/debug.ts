import { evaluated } from "./evaluated.ts";
import { defineModule } from "./module.ts";
import { resource } from "./resource.ts";

/** A message beside a task. */
export const debugModule = defineModule({
  name: "debug",
  summary: "Shows a message, or the value of an expression.",
  changesNothing: true,
  staysHere: true,
  example: `- name: Show the distribution
  debug:
    var: facts.os.name`,
  freeForm: "msg",
  expressions: ["var"],
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      msg: { description: "The message; what is not text is shown as JSON." },
      var: { type: "string", minLength: 1, description: "An expression (CEL); shown with its value." },
    },
  },
  extra: { oneOf: [{ required: ["msg"] }, { required: ["var"] }] },
  build(args) {
    const message = args.var === undefined ? readable(args.msg) : values(args.var);
    return resource({
      id: "debug",
      probes: {},
      plan: () => ({ kind: "changes", changes: [], message }),
    });
  },
});

function values(argument: unknown): string {
  const lines = evaluated(argument).map(
    ({ expression, value }) => `${expression} = ${JSON.stringify(value)}`,
  );
  return lines.join("\n");
}

function readable(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
