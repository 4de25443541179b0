import { posix } from "node:path";
import { InputError } from "../errors.ts";
import { accountProbes, blockedByAccount } from "./account-probes.ts";
import type { Content } from "./change.ts";
import { contentSha256 } from "./content-of.ts";
import { type BuildContext, defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { absolutePath, ownershipProperties } from "./path-arguments.ts";
import { pathState } from "./path-probe.ts";
import { planFileContent } from "./plan-file-content.ts";
import { resource } from "./resource.ts";
import { validateProperty } from "./validate-argument.ts";

/** `copy`: a file with the content of a local file, or with a given one. */
export const copyModule = defineModule({
  name: "copy",
  summary: "Puts a file on the host, with the content of a local file or a given one.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["dest"],
    properties: {
      dest: {
        ...absolutePath,
        description: 'Where the file goes; with a "/" at its end, under the name of `src`.',
      },
      src: { type: "string", minLength: 1, description: "The local file." },
      content: {
        type: ["string", "number", "boolean"],
        description: "The content itself, exactly: a final line end is not added.",
      },
      ...ownershipProperties,
      ...validateProperty,
      secret: {
        type: "boolean",
        description: "The content is never shown: not in diffs, logs or records. A new file is 0600.",
      },
    },
  },
  extra: { oneOf: [{ required: ["src"] }, { required: ["content"] }] },
  files: { src: "file" },
  asBytes: ["content"],
  example: `- name: Say who manages the host
  copy:
    dest: /etc/motd
    content: |
      Managed by lab.
    mode: "0644"`,
  build(args, context) {
    const content = contentOfArguments(args, context);
    const path = destination(args.dest, args.src);
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

function contentOfArguments(
  args: { readonly src?: string; readonly content?: string | number | boolean },
  context: BuildContext,
): Content {
  if (args.src !== undefined) return context.file(args.src);
  return { kind: "text", text: String(args.content) };
}

/** `dest`, completed by the name of `src` where it ends with a slash. Throws InputError where there is no name to add. */
export function destination(dest: string, name: string | undefined): string {
  if (!dest.endsWith("/")) return normalPath(dest);
  if (name === undefined)
    throw new InputError({ message: `"dest" is a directory: ${dest}`, hint: "name the file" });
  return normalPath(`${dest}${posix.basename(name)}`);
}
