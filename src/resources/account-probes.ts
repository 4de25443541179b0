import { type GroupState, groupState } from "./group-probe.ts";
import type { OwnershipArguments } from "./path-arguments.ts";
import type { Probe } from "./probe.ts";
import type { Plan } from "./resource.ts";
import { type UserState, userState } from "./user-probe.ts";

/** Questions about the owner and the group that a file is to have; by "user bob" and "group staff". */
export interface AccountProbes {
  readonly [user: `user ${string}`]: Probe<UserState>;
  readonly [group: `group ${string}`]: Probe<GroupState>;
}

/** Asks whether owner and group exist; not for numbers, which need no name, and root. */
export function accountProbes({ owner, group }: OwnershipArguments): AccountProbes {
  const users: Record<`user ${string}`, Probe<UserState>> = {};
  const groups: Record<`group ${string}`, Probe<GroupState>> = {};
  if (isName(owner)) users[`user ${owner}`] = userState({ name: owner, password: false });
  if (isName(group)) groups[`group ${group}`] = groupState({ name: group });
  return { ...users, ...groups };
}

function isName(account: string | undefined): account is string {
  return account !== undefined && account !== "root" && !/^\d+$/.test(account);
}

/** The plan of what belongs to someone who does not exist; null when everyone does. */
export function blockedByAccount(states: Readonly<Record<string, unknown>>): Plan | null {
  const missing = Object.entries(states).find(
    ([name, state]) => state === null && /^(user|group) /.test(name),
  );
  return missing ? { kind: "blocked", reason: `${missing[0]} does not exist` } : null;
}
