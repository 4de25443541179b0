import { describe, expect, it } from "vitest";
import { groupModule } from "../../../src/resources/group.ts";
import { type GroupState, groupProbe } from "../../../src/resources/group-probe.ts";
import { planOf } from "./plan-of.ts";
import { recorded } from "./recorded.ts";

const operators = { gid: 2000, members: ["alice", "bob"] };

function commands(args: Parameters<typeof groupModule.build>[0], group: GroupState) {
  const plan = planOf(groupModule, args, { group });
  return (
    plan.kind === "changes" &&
    plan.changes.map((change) => change.kind === "run" && [change.script, change.undo])
  );
}

describe("group", () => {
  it("is read from what a host printed", () => {
    const queries = [{ name: "sudo" }, { name: "no-such-group" }];
    expect(groupProbe.parse(recorded("groups"), queries)).toEqual([{ gid: 27, members: ["alice"] }, null]);
  });

  it.each([
    ["there", { name: "operators", gid: 2000 }, operators],
    ["there, whatever its number", { name: "operators" }, operators],
    ["absent", { name: "operators", state: "absent" }, null],
  ] as const)("is ok when %s", (_, args, state) => {
    expect(commands(args, state)).toEqual([]);
  });

  it.each([
    [
      "created",
      { gid: 2000, system: true },
      null,
      "groupadd -g 2000 -r -- 'operators'",
      "! getent group 'operators' >/dev/null || groupdel -- 'operators'",
    ],
    [
      "renumbered",
      { gid: 2001 },
      operators,
      "groupmod -g 2001 -- 'operators'",
      "groupmod -g 2000 -- 'operators'",
    ],
    [
      "removed, and with its members put back",
      { state: "absent" },
      operators,
      "groupdel -- 'operators'",
      "getent group 'operators' >/dev/null || groupadd -g 2000 -- 'operators' || exit\ngpasswd -M 'alice,bob' 'operators'",
    ],
  ] as const)("is %s", (_, args, state, script, undo) => {
    expect(commands({ name: "operators", ...args }, state)).toEqual([[script, undo]]);
  });
});
