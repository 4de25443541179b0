import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { firewallKinds } from "../../../../src/network/firewall/firewall-kind.ts";
import { firewallPlan } from "../../../../src/network/firewall/firewall-plan.ts";
import type { RunChange } from "../../../../src/resources/change.ts";
import type { Plan } from "../../../../src/resources/resource.ts";
import { doneHosts, exampleGoal, freshHosts } from "./example-hosts.ts";

function scripts(plan: Plan): string[] {
  const changes = plan.kind === "changes" ? plan.changes : [];
  const runs = changes.filter((change): change is RunChange => change.kind === "run");
  return runs.flatMap(({ script, undo = "", afterUndo = "" }) => [script, undo, afterUndo]).filter(Boolean);
}

describe.each(firewallKinds)("what is run for %s", (kind) => {
  const all = [
    ...scripts(firewallPlan({ ...exampleGoal, kind }, freshHosts[kind])),
    ...scripts(firewallPlan({ ...exampleGoal, state: "absent" }, doneHosts[kind])),
  ];

  it("is sound sh, and so is the way back", () => {
    expect(all.length).toBeGreaterThan(2);
    for (const script of all) {
      const input = `#!/bin/sh\n${script}\n`;
      const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input, encoding: "utf8" });
      expect([error, stdout]).toEqual([undefined, ""]);
    }
  });
});
