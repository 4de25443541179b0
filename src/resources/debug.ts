import { evaluated } from "./evaluated.ts";
import { defineModule } from "./module.ts";
import { resource } from "./resource.ts";

/** A message beside a task. */
export const debugModule = defineModule({
  name: "debug",
  summary: "Shows a message, or the value of an expression.",
  example: `- name: Show the version of containerd
  debug:
    var: facts.containerd_version`,
  freeForm: "msg",
  expressions: ["var"],
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      msg: { description: "The message; what is not text is shown as JSON." },
      var: { type: "string", minLength: 1, description: "An expression (CEL); shown with its value." },
      verbosity: {
        type: "integer",
        minimum: 0,
        description: "How many times -v must be given for it to be shown. Default: 0.",
      },
    },
  },
  extra: { oneOf: [{ required: ["msg"] }, { required: ["var"] }] },
  build(args, { verbosity = 0 }) {
    const shown = (args.verbosity ?? 0) <= verbosity;
    const message = args.var === undefined ? readable(args.msg) : values(args.var);
    return resource({
      id: "debug",
      probes: {},
      plan: () => ({ kind: "changes", changes: [], ...(shown ? { message } : {}) }),
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
