import { createHash } from "node:crypto";
import type { RunChange } from "./change.ts";
import { hereDocument } from "./here-document.ts";
import { shQuote } from "./sh-quote.ts";
import type { Account, UserState } from "./user-probe.ts";

/** What is wanted of a user; null leaves it as it is, or to useradd. */
export interface UserGoal {
  readonly name: string;
  readonly uid: number | null;
  /** Primary group. */
  readonly group: string | null;
  /** Supplementary groups, sorted. */
  readonly groups: readonly string[] | null;
  /** The groups are added to those that there are. */
  readonly append: boolean;
  readonly shell: string | null;
  readonly home: string | null;
  readonly comment: string | null;
  /** Only for a new user. */
  readonly createHome: boolean;
  readonly system: boolean;
  /** A hash as in /etc/shadow. */
  readonly password: string | null;
  readonly passwordOnlyOnCreate: boolean;
  readonly locked: boolean | null;
}

/** What a new user finds. */
export interface Surroundings {
  /** A group of the user's name; useradd wants to be told that it is to be used. */
  readonly ownGroup: boolean;
  /** Something at the place of its home directory, which an undo must then leave alone. */
  readonly home: boolean;
}

const timeoutMs = 60_000;

/** The digest by which password hashes are compared; as the probe prints it. */
export function passwordDigest(hash: string): string {
  return createHash("sha256").update(hash.replace(/^!/, "")).digest("hex");
}

/** The steps that make the user so; the password by itself, since its script is secret. */
export function userChanges(goal: UserGoal, account: UserState, surroundings: Surroundings): RunChange[] {
  const steps = account === null ? [creation(goal, surroundings)] : modification(goal, account);
  return [...steps, ...passwordChanges(goal, account), ...lockChanges(goal, account)];
}

/** The user once the changes were made. */
export function accountAfter(goal: UserGoal, account: UserState): Account {
  const groups = goal.groups === null ? (account?.groups ?? []) : groupsAfter(goal.groups, goal, account);
  return {
    uid: goal.uid ?? account?.uid ?? null,
    primaryGroup: goal.group ?? account?.primaryGroup ?? null,
    comment: goal.comment ?? account?.comment ?? "",
    home: goal.home ?? account?.home ?? null,
    shell: goal.shell ?? account?.shell ?? null,
    groups,
    locked: goal.locked ?? account?.locked ?? goal.password === null,
    passwordDigest: setsPassword(goal, account)
      ? passwordDigest(goal.password)
      : (account?.passwordDigest ?? null),
  };
}

/** Removes the user; what it was cannot be put back exactly. */
export function userRemoval(name: string, removeHome: boolean): RunChange {
  const script = `userdel ${removeHome ? "-r " : ""}-- ${shQuote(name)}`;
  const summary = `remove user ${name}${removeHome ? " with its home directory" : ""}`;
  return { kind: "run", summary, script, timeoutMs };
}

function creation(goal: UserGoal, { ownGroup, home }: Surroundings): RunChange {
  const flags = [
    ...flag("-u", goal.uid),
    ...flag("-g", goal.group ?? (ownGroup ? goal.name : null)),
    ...(goal.groups?.length ? flag("-G", goal.groups.join(",")) : []),
    ...flag("-c", goal.comment),
    ...flag("-d", goal.home),
    ...flag("-s", goal.shell),
    goal.createHome ? "-m" : "-M",
    ...(goal.system ? ["-r"] : []),
  ];
  const name = shQuote(goal.name);
  const script = ["useradd", ...flags, "--", name].join(" ");
  const undo = deletion(goal, { ownGroup: ownGroup || goal.group === goal.name, home });
  return { kind: "run", summary: `create user ${goal.name}`, script, undo, timeoutMs };
}

/**
 * userdel takes the primary group along when it has the user's name; one that was there before must not be primary by
 * then. usermod gives the files in the home directory to the new primary group, so it is told of none.
 */
function deletion(goal: UserGoal, { ownGroup, home }: Surroundings): string {
  const name = shQuote(goal.name);
  const made = goal.createHome && !home;
  const steps = ownGroup
    ? [
        ...(made ? [`lab_home=$(getent passwd ${name} | cut -d : -f 6)`] : []),
        `usermod -d /nonexistent -g 0 -- ${name} || exit`,
        `userdel -- ${name} || exit`,
        ...(made ? [`rm -rf -- "$lab_home" /var/mail/${name}`] : []),
      ]
    : [`userdel ${made ? "-r " : ""}-- ${name}`];
  return [ifThere(goal.name), ...steps].join("\n");
}

const ifThere = (name: string) => `getent passwd ${shQuote(name)} >/dev/null || exit 0`;

function flag(option: string, value: string | number | null): string[] {
  return value === null ? [] : [`${option} ${shQuote(String(value))}`];
}

function modification(goal: UserGoal, account: Account): RunChange[] {
  const wanted = goal.groups === null ? account.groups : groupsAfter(goal.groups, goal, account);
  const differences = [
    difference("-u", "uid", account.uid, goal.uid),
    difference("-g", "group", account.primaryGroup, goal.group),
    difference("-G", "groups", account.groups.join(","), wanted.join(",")),
    difference("-c", "comment", account.comment, goal.comment),
    difference("-d", "home", account.home, goal.home),
    difference("-s", "shell", account.shell, goal.shell),
  ].flat();
  if (differences.length === 0) return [];
  const usermod = (flags: readonly string[]) => ["usermod", ...flags, "--", shQuote(goal.name)].join(" ");
  const change: RunChange = {
    kind: "run",
    summary: `user ${goal.name}: ${differences.map(({ summary }) => summary).join("; ")}`,
    script: usermod(differences.map(({ apply }) => apply)),
    timeoutMs,
  };
  const reverts = differences.flatMap(({ revert }) => revert);
  return [reverts.length === differences.length ? { ...change, undo: usermod(reverts) } : change];
}

interface Difference {
  readonly summary: string;
  readonly apply: string;
  /** Empty when the present value is not known. */
  readonly revert: readonly string[];
}

function difference(
  option: string,
  label: string,
  current: string | number | null,
  wanted: string | number | null,
): Difference[] {
  if (wanted === null || wanted === current) return [];
  const summary = `${label} ${current === null ? "unknown" : current || "(none)"} → ${wanted || "(none)"}`;
  return [{ summary, apply: flag(option, wanted).join(" "), revert: flag(option, current) }];
}

function groupsAfter(groups: readonly string[], goal: UserGoal, account: UserState): readonly string[] {
  const primary = goal.group ?? account?.primaryGroup;
  const all = [...groups, ...(goal.append ? (account?.groups ?? []) : [])];
  return [...new Set(all)].filter((group) => group !== primary).toSorted();
}

function setsPassword(goal: UserGoal, account: UserState): goal is UserGoal & { readonly password: string } {
  if (goal.password === null) return false;
  if (account === null) return true;
  return !goal.passwordOnlyOnCreate && account.passwordDigest !== passwordDigest(goal.password);
}

/** Through stdin, so that the hash is in no list of processes. A new user's is locked before, and is so again after undo. */
function passwordChanges(goal: UserGoal, account: UserState): RunChange[] {
  if (!setsPassword(goal, account)) return [];
  const change: RunChange = {
    kind: "run",
    summary: `set the password of ${goal.name}`,
    script: `chpasswd -e ${hereDocument(`${goal.name}:${goal.password}`)}`,
    secret: true,
    timeoutMs,
  };
  if (account !== null) return [change];
  return [{ ...change, undo: `${ifThere(goal.name)}\nusermod -p '!' -- ${shQuote(goal.name)}` }];
}

/** A new password unlocks; a new user without one is locked. */
function lockChanges(goal: UserGoal, account: UserState): RunChange[] {
  const locked = setsPassword(goal, account)
    ? goal.password.startsWith("!")
    : account === null || account.locked;
  if (goal.locked === null || goal.locked === locked) return [];
  const [apply, revert] = goal.locked ? ["-L", "-U"] : ["-U", "-L"];
  const usermod = (option: string) => `usermod ${option} -- ${shQuote(goal.name)}`;
  const summary = `${goal.locked ? "lock" : "unlock"} the password of ${goal.name}`;
  // usermod does not unlock a password that is empty, and yet ends with 0.
  const hash = `$(getent shadow ${shQuote(goal.name)} | cut -d : -f 2)`;
  const order = goal.locked
    ? `case ${hash} in '!') ${usermod("-p ''")} ;; *) ${usermod(revert)} ;; esac`
    : usermod(revert);
  const undo = [...(account === null ? [ifThere(goal.name)] : []), order].join("\n");
  return [{ kind: "run", summary, script: usermod(apply), undo, timeoutMs }];
}
