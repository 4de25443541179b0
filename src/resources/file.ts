import { InputError } from "../errors.ts";
import { accountProbes, blockedByAccount } from "./account-probes.ts";
import { describeState } from "./describe-state.ts";
import { directoryResource } from "./directory.ts";
import { linkResource, targetProperty } from "./link.ts";
import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { absolutePath, type OwnershipArguments, ownershipProperties } from "./path-arguments.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { planFileContent } from "./plan-file-content.ts";
import { planOwnership } from "./plan-ownership.ts";
import { planRemoval, refuseProtected } from "./plan-removal.ts";
import { type Plan, type Resource, resource } from "./resource.ts";

/** `file`: kind and ownership of what stands at a path. */
export const fileModule = defineModule({
  name: "file",
  summary: "Sets kind, permissions and owner of what stands at a path, or removes it.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path"],
    properties: {
      path: { ...absolutePath, description: "What it is about." },
      state: {
        enum: ["file", "directory", "link", "absent", "touch"],
        description:
          "file: an existing file; touch: makes an empty file where there is none, and never changes a time stamp; absent: removes whatever is there. By default, whatever is there is kept.",
      },
      src: { ...targetProperty, description: "What a link points to." },
      force: { type: "boolean", description: "A link replaces a file that is in the way. Default: false." },
      ...ownershipProperties,
    },
  },
  example: `- name: Hide the credentials of the administrator
  file:
    path: /etc/kubernetes/admin.conf
    state: file
    mode: "0600"`,
  build(args) {
    const path = normalPath(args.path);
    switch (args.state) {
      case "directory":
        return directoryResource(path, args);
      case "link":
        if (args.src === undefined) throw new InputError({ message: '"state: link" needs "src"' });
        return linkResource(path, args.src, args.force ?? false);
      case "absent":
        return absentPath(path);
      default:
        return existingPath(path, args);
    }
  },
});

function absentPath(path: string): Resource {
  refuseProtected(path);
  return resource({
    id: `file ${path}`,
    // The content makes the removal of a file undoable.
    probes: { path: pathState({ path, content: "always" }) },
    plan: (states) => planRemoval(path, states.path),
  });
}

function existingPath(
  path: string,
  args: OwnershipArguments & { readonly state?: "file" | "touch" | "directory" | "link" | "absent" },
): Resource {
  return resource({
    id: `file ${path}`,
    probes: { path: pathState({ path }), ...accountProbes(args) },
    plan: ({ path: state, ...accounts }) =>
      blockedByAccount(accounts) ?? planExisting(path, args.state, args, state),
  });
}

function planExisting(
  path: string,
  wanted: string | undefined,
  args: OwnershipArguments,
  state: PathState,
): Plan {
  if (state.kind === "file") return planOwnership(path, args, state);
  if (state.kind === "directory" && wanted !== "file") return planOwnership(path, args, state);
  if (state.kind === "absent") {
    if (wanted !== "touch") return { kind: "blocked", reason: `${path} does not exist` };
    return planFileContent({ ...args, path, content: { kind: "text", text: "" } }, state);
  }
  return { kind: "blocked", reason: `${path} is ${describeState(state)}, not a file` };
}
