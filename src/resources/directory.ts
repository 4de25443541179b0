import { accountProbes, blockedByAccount } from "./account-probes.ts";
import type { PathChange } from "./change.ts";
import { describeState } from "./describe-state.ts";
import { defineModule } from "./module.ts";
import { normalPath, parentPath } from "./normal-path.ts";
import {
  absolutePath,
  type OwnershipArguments,
  ownershipProperties,
  wantedOwnership,
} from "./path-arguments.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { planOwnership } from "./plan-ownership.ts";
import { planRemoval, refuseProtected } from "./plan-removal.ts";
import type { Probe } from "./probe.ts";
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
  example: `- name: Make room for registry mirrors
  directory:
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
  return resource({
    id: `directory ${path}`,
    probes: { path: pathState({ path }), ...probesAbove(path), ...accountProbes(args) },
    plan: ({ path: state, ...others }) =>
      blockedByAccount(others) ?? planDirectory(path, args, state, others),
  });
}

type StatesAbove = Readonly<Record<`/${string}`, PathState>>;

function probesAbove(path: string): Readonly<Record<`/${string}`, Probe<PathState>>> {
  const probes: Record<`/${string}`, Probe<PathState>> = {};
  for (let above = parentPath(path); above !== "/"; above = parentPath(above)) {
    probes[above] = pathState({ path: above });
  }
  return probes;
}

function planDirectory(path: string, args: OwnershipArguments, state: PathState, above: StatesAbove): Plan {
  if (state.kind === "directory") return planOwnership(path, args, state);
  if (state.kind !== "absent") {
    return { kind: "blocked", reason: `${path} is ${describeState(state)}, not a directory` };
  }
  const missing = missingDirectories(path, state, above);
  if (typeof missing === "string") return { kind: "blocked", reason: `${missing} is not a directory` };
  const changes = missing.map((each): PathChange => {
    const ownership = wantedOwnership(each === path ? args : {}, state, "0755");
    const after = { kind: "directory", ...ownership } as const;
    return { kind: "path", path: each, before: { kind: "absent" }, after };
  });
  return { kind: "changes", changes };
}

/** From the top down to `path` itself; or the path that is in the way. A link to a directory counts as one. */
function missingDirectories(path: string, state: PathState, above: StatesAbove): string[] | string {
  const missing: string[] = [];
  let each = path;
  let current: PathState | undefined = state;
  while (current?.kind === "absent") {
    missing.unshift(each);
    if (current.parent === "directory") return missing;
    const parent = parentPath(each);
    each = parent;
    current = above[parent];
  }
  return each;
}
