import type { PathChange } from "./change.ts";
import { describeState } from "./describe-path.ts";
import { defineModule } from "./module.ts";
import { normalPath, parentPath } from "./normal-path.ts";
import {
  absolutePath,
  type OwnershipArguments,
  ownershipProperties,
  wantedOwnership,
} from "./path-arguments.ts";
import { planOwnership } from "./path-ownership.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import type { Probe } from "./probe.ts";
import { planRemoval, refuseProtected } from "./removed-path.ts";
import { type Plan, type Resource, resource } from "./resource.ts";

/** `directory`: a directory and those above it, or none. */
export const directoryModule = defineModule({
  name: "directory",
  summary: "Makes sure that a directory exists, with those above it, or that it does not.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path"],
    properties: {
      path: {
        ...absolutePath,
        description: "The directory. Missing ones above it are made as root's, 0755.",
      },
      state: { enum: ["present", "absent"], description: "absent removes it with all that is in it." },
      ...ownershipProperties,
    },
  },
  freeForm: "path",
  example: `directory:
  path: /etc/containerd/certs.d
  mode: "0755"`,
  build(args) {
    const path = normalPath(args.path);
    return args.state === "absent" ? absentDirectory(path) : directoryResource(path, args);
  },
});

function absentDirectory(path: string): Resource {
  refuseProtected(path);
  return resource({
    id: `directory ${path}`,
    probes: { path: pathState({ path }) },
    plan: ({ path: state }) => {
      if (state.kind === "directory" || state.kind === "absent") return planRemoval(path, state);
      return { kind: "blocked", reason: `${path} is ${describeState(state)}, not a directory` };
    },
  });
}

/** A directory that exists with this ownership; new ones are 0755 and root's where nothing is said. */
export function directoryResource(path: string, args: OwnershipArguments): Resource {
  const probes: Record<string, Probe<PathState>> = {};
  for (let above = path; above !== "/"; above = parentPath(above)) probes[above] = pathState({ path: above });
  if (path === "/") probes[path] = pathState({ path });
  return resource({
    id: `directory ${path}`,
    probes,
    plan: (states) => planDirectory(path, args, states),
  });
}

function planDirectory(
  path: string,
  args: OwnershipArguments,
  states: Readonly<Record<string, PathState>>,
): Plan {
  const state = states[path];
  if (state?.kind === "directory") return planOwnership(path, args, state);
  if (state?.kind !== "absent") {
    return {
      kind: "blocked",
      reason: `${path} is ${state ? describeState(state) : "unknown"}, not a directory`,
    };
  }
  const missing = missingDirectories(path, states);
  if (typeof missing === "string") return { kind: "blocked", reason: `${missing} is not a directory` };
  const changes = missing.map((each): PathChange => {
    const ownership = wantedOwnership(each === path ? args : {}, state, "0755");
    return {
      kind: "path",
      path: each,
      before: { kind: "absent" },
      after: { kind: "directory", ...ownership },
    };
  });
  return { kind: "changes", changes };
}

/** From the top down to `path` itself; or the path that is in the way. A link to a directory counts as one. */
function missingDirectories(path: string, states: Readonly<Record<string, PathState>>): string[] | string {
  const missing: string[] = [];
  for (let each = path; ; each = parentPath(each)) {
    const state = states[each];
    if (state?.kind !== "absent") return each;
    missing.unshift(each);
    if (state.parent === "directory") return missing;
    if (state.parent === "other") return parentPath(each);
  }
}
