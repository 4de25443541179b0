import type { Ownership } from "./change.ts";
import type { OwnershipState, PathState } from "./path-state.ts";

/** The schema of an absolute path on a host. */
export const absolutePath = {
  type: "string",
  pattern: "^/[^\\n\\u0000]*$",
  errorMessage: "must be an absolute path",
} as const;

const account = {
  type: "string",
  pattern: "^[^\\s:/-][^:/\\u0000-\\u001f]*$",
  errorMessage: 'must be a name or a number in quotes: "1000"',
} as const;

/** The arguments `mode`, `owner` and `group` of every module that makes files or directories. */
export const ownershipProperties = {
  mode: {
    type: "string",
    pattern: "^[0-7]{3,4}$",
    errorMessage: 'must be octal digits in quotes, or YAML makes another number of it; quote it: "0644"',
    description:
      'Permissions as three or four octal digits in quotes: "0644". What exists keeps its own by default.',
  },
  owner: { ...account, description: "Name or number of the owner. What exists keeps its own; new is root." },
  group: { ...account, description: "Name or number of the group. What exists keeps its own; new is root." },
} as const;

/** `mode`, `owner` and `group` as they were given. */
export interface OwnershipArguments {
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
}

/**
 * What ownership is to be, given what is: names and numbers of the same account are equal, and what is not asked for
 * stays. `newMode` is for what does not exist yet.
 */
export function wantedOwnership(args: OwnershipArguments, state: PathState, newMode: string): Ownership {
  const current = state.kind === "file" || state.kind === "directory" ? state : fresh(newMode);
  return {
    mode: args.mode?.padStart(4, "0") ?? current.mode,
    owner: sameAccount(args.owner, current.owner, current.uid),
    group: sameAccount(args.group, current.group, current.gid),
  };
}

function fresh(mode: string): OwnershipState {
  return { mode, owner: "root", group: "root", uid: 0, gid: 0 };
}

function sameAccount(wanted: string | undefined, name: string, id: number | null): string {
  return wanted === undefined || wanted === String(id) ? name : wanted;
}

/** Whether two ownerships are the same. */
export function sameOwnership(a: Ownership, b: Ownership): boolean {
  return a.mode === b.mode && a.owner === b.owner && a.group === b.group;
}
