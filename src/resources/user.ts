import { accountName } from "./account-name.ts";
import { blockedByAccount } from "./account-probes.ts";
import { type GroupState, groupState } from "./group-probe.ts";
import { defineModule } from "./module.ts";
import { normalPath } from "./normal-path.ts";
import { pathState } from "./path-probe.ts";
import type { Probe } from "./probe.ts";
import { type Plan, resource, satisfied } from "./resource.ts";
import { accountAfter, type Surroundings, type UserGoal, userChanges, userRemoval } from "./user-plan.ts";
import { type UserState, userState } from "./user-probe.ts";

const groupName = { ...accountName, errorMessage: "must be the name of a group" } as const;

const groupNames = {
  type: "string",
  pattern: `${accountName.pattern.slice(0, -1)}(,${accountName.pattern.slice(1, -1)})*$`,
  errorMessage: "must be names of groups, separated by commas",
} as const;

/** A user of the host, by the shadow tools (useradd, usermod, userdel, chpasswd). */
export const userModule = defineModule({
  name: "user",
  summary: "Creates, changes or removes a user.",
  example: `- name: A user for operators
  user:
    name: alice
    groups: [sudo]
    append: true
    shell: /bin/bash`,
  freeForm: "name",
  secrets: ["password"],
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: { ...accountName, description: "The user." },
      state: { enum: ["present", "absent"], description: "Default: present." },
      uid: { type: "integer", minimum: 0, description: "Its number. Default: the next free one." },
      group: { ...groupName, description: "Primary group; it must exist. Default: one of its own." },
      groups: {
        anyOf: [groupNames, { type: "array", items: groupName }],
        description:
          "Supplementary groups, as a list or separated by commas; they must exist. Without `append` all others are taken away.",
      },
      append: { type: "boolean", description: "Whether other groups are kept. Default: false." },
      shell: {
        type: "string",
        pattern: "^/[^:\\n]*$",
        errorMessage: "must be an absolute path without a colon",
        description: "Login shell.",
      },
      home: {
        type: "string",
        pattern: "^/[^:\\n]*$",
        errorMessage: "must be an absolute path without a colon",
        description: "Home directory. One that is changed is not moved. Default: /home/NAME.",
      },
      create_home: {
        type: "boolean",
        description: "Whether a new user's home directory is made. Default: true.",
      },
      comment: {
        type: "string",
        pattern: "^[^:\\n]*$",
        errorMessage: "must be one line without a colon",
        description: "Full name or purpose.",
      },
      system: {
        type: "boolean",
        description: "Takes a new user's number from the system range. Default: false.",
      },
      password: {
        type: "string",
        pattern: "^[^:\\n]*$",
        errorMessage: "must be a hash as in /etc/shadow (mkpasswd, openssl passwd -6)",
        description: "Hash of the password, as in /etc/shadow; `!` for none.",
      },
      update_password: {
        enum: ["always", "on_create"],
        description: "Whether an existing user's password is changed. Default: always.",
      },
      password_lock: {
        type: "boolean",
        description: "Whether the password cannot be used to log in. Default: as it is.",
      },
      remove: {
        type: "boolean",
        description: "With `state: absent`: removes home and mail, too. Default: false.",
      },
    },
  },
  build(args) {
    const { name } = args;
    const goal: UserGoal = {
      name,
      uid: args.uid ?? null,
      group: args.group ?? null,
      groups: args.groups === undefined ? null : groupsOf(args.groups),
      append: args.append ?? false,
      shell: args.shell ?? null,
      home: args.home === undefined ? null : normalPath(args.home),
      comment: args.comment ?? null,
      createHome: args.create_home ?? true,
      system: args.system ?? false,
      password: args.password ?? null,
      passwordOnlyOnCreate: args.update_password === "on_create",
      locked: args.password_lock ?? null,
    };
    const user = userState({ name, password: goal.password !== null });
    if (args.state === "absent") return absence(name, args.remove ?? false, user);
    return resource({
      id: `user ${name}`,
      probes: {
        user,
        own: groupState({ name }),
        home: pathState({ path: goal.home ?? `/home/${name}` }),
        ...groupProbes(goal),
      },
      plan: ({ user: account, own, home, ...groups }) =>
        plan(goal, account, groups, { ownGroup: own !== null, home: home.kind !== "absent" }),
      after: ({ user: account, own, home: _, ...groups }) => ({
        user: accountAfter(goal, account),
        own: own ?? { gid: null, members: [] },
        ...joined(name, groups),
      }),
    });
  },
});

function groupsOf(groups: string | readonly string[]): string[] {
  return [...new Set(typeof groups === "string" ? groups.split(",") : groups)].toSorted();
}

function absence(name: string, remove: boolean, user: Probe<UserState>) {
  return resource({
    id: `user ${name}`,
    probes: { user },
    plan: ({ user: account }) =>
      account === null ? satisfied : { kind: "changes", changes: [userRemoval(name, remove)] },
    after: () => ({ user: null }),
  });
}

/** The groups with the user among their members. */
function joined(name: string, groups: Readonly<Record<string, GroupState>>): Record<string, GroupState> {
  return Object.fromEntries(
    Object.entries(groups).map(([key, group]) => [
      key,
      group && { ...group, members: [...new Set([...group.members, name])] },
    ]),
  );
}

type GroupProbes = { readonly [name: `group ${string}`]: Probe<GroupState> };

/** The groups are asked for by probes of their own, so that check mode sees those that an earlier task creates. */
function groupProbes(goal: UserGoal): GroupProbes {
  const names = [...(goal.group === null ? [] : [goal.group]), ...(goal.groups ?? [])];
  return Object.fromEntries(names.map((name) => [`group ${name}`, groupState({ name })]));
}

function plan(
  goal: UserGoal,
  account: UserState,
  groups: Readonly<Record<string, GroupState>>,
  surroundings: Surroundings,
): Plan {
  return blockedByAccount(groups) ?? { kind: "changes", changes: userChanges(goal, account, surroundings) };
}
