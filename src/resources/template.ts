import { accountProbes, blockedByAccount } from "./account-probes.ts";
import { contentSha256 } from "./content-of.ts";
import { destination } from "./copy.ts";
import { defineModule } from "./module.ts";
import { absolutePath, ownershipProperties } from "./path-arguments.ts";
import { pathState } from "./path-probe.ts";
import { planFileContent } from "./plan-file-content.ts";
import { refuseUnsendable } from "./refuse-unsendable.ts";
import { resource } from "./resource.ts";
import { validateProperty } from "./validate-argument.ts";

/** `template`: a file with the text of a rendered template. */
export const templateModule = defineModule({
  name: "template",
  summary: "Puts a file on the host, rendered from a template with the variables of the task.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["src", "dest"],
    properties: {
      src: { type: "string", minLength: 1, description: "The local template." },
      dest: {
        ...absolutePath,
        description: 'Where the file goes; with a "/" at its end, under the name of `src` without `.hbs`.',
      },
      vars: { type: "object", description: "Variables for this template, on top of those of the task." },
      ...ownershipProperties,
      ...validateProperty,
      secret: {
        type: "boolean",
        description: "The content is never shown: not in diffs, logs or records. A new file is 0600.",
      },
    },
  },
  files: { src: "template" },
  asBytes: ["vars"],
  example: `- name: Configure containerd
  template:
    src: containerd/config.toml.hbs
    dest: /etc/containerd/config.toml`,
  build(args, context) {
    const content = { kind: "text", text: context.template(args.src, variables(args.vars)) } as const;
    refuseUnsendable({ src: content.text }, ["src"]);
    const path = destination(args.dest, args.src.replace(/\.hbs$/, ""));
    return resource({
      id: `file ${path}`,
      probes: {
        path: pathState({ path, content: { unlessSha256: contentSha256(content) } }),
        ...accountProbes(args),
      },
      plan: ({ path: state, ...accounts }) =>
        blockedByAccount(accounts) ?? planFileContent({ ...args, path, content }, state),
    });
  },
});

function variables(vars: object | undefined): Readonly<Record<string, unknown>> {
  return { ...vars };
}
