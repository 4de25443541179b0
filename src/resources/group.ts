import { accountName } from "./account-name.ts";
import type { RunChange } from "./change.ts";
import { type GroupState, groupState } from "./group-probe.ts";
import { defineModule } from "./module.ts";
import { resource } from "./resource.ts";
import { shQuote } from "./sh-quote.ts";

/** A group of the host. */
export const groupModule = defineModule({
  name: "group",
  summary: "Creates, changes or removes a group.",
  example: `- name: A group for operators
  group:
    name: operators
    gid: 2000`,
  freeForm: "name",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: { ...accountName, description: "The group." },
      gid: { type: "integer", minimum: 0, description: "Its number. Default: the next free one." },
      system: {
        type: "boolean",
        description: "Takes a new group's number from the system range. Default: false.",
      },
      state: { enum: ["present", "absent"], description: "Default: present." },
    },
  },
  build({ name, gid = null, system = false, state = "present" }) {
    return resource({
      id: `group ${name}`,
      probes: { group: groupState({ name }) },
      plan: ({ group }) => ({
        kind: "changes",
        changes: state === "absent" ? removal(name, group) : creation({ name, gid, system }, group),
      }),
      after: ({ group }) => ({
        group: state === "absent" ? null : { gid: gid ?? group?.gid ?? null, members: group?.members ?? [] },
      }),
    });
  },
});

interface GroupGoal {
  readonly name: string;
  readonly gid: number | null;
  readonly system: boolean;
}

function creation({ name, gid, system }: GroupGoal, group: GroupState): RunChange[] {
  const quoted = shQuote(name);
  if (group === null) {
    const deletion = `! getent group ${quoted} >/dev/null || groupdel -- ${quoted}`;
    const flags = [...(gid === null ? [] : [`-g ${gid}`]), ...(system ? ["-r"] : [])];
    return [run(`create group ${name}`, ["groupadd", ...flags, "--", quoted].join(" "), deletion)];
  }
  if (gid === null || group.gid === gid) return [];
  const set = (id: number) => `groupmod -g ${id} -- ${quoted}`;
  const change = run(`group ${name}: gid ${group.gid ?? "unknown"} → ${gid}`, set(gid));
  return [group.gid === null ? change : { ...change, undo: set(group.gid) }];
}

function removal(name: string, group: GroupState): RunChange[] {
  if (group === null) return [];
  const quoted = shQuote(name);
  const members =
    group.members.length > 0 ? [`gpasswd -M ${shQuote(group.members.join(","))} ${quoted}`] : [];
  const flag = group.gid === null ? "" : `-g ${group.gid} `;
  const addition = `getent group ${quoted} >/dev/null || groupadd ${flag}-- ${quoted}`;
  const undo = [`${addition} || exit`, ...members].join("\n");
  return [run(`remove group ${name}`, `groupdel -- ${quoted}`, undo)];
}

function run(summary: string, script: string, undo?: string): RunChange {
  return { kind: "run", summary, script, ...(undo === undefined ? {} : { undo }), timeoutMs: 60_000 };
}
