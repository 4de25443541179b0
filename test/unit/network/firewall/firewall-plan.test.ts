import { describe, expect, it } from "vitest";
import { firewallKinds } from "../../../../src/network/firewall/firewall-kind.ts";
import { firewallPlan } from "../../../../src/network/firewall/firewall-plan.ts";
import { firewallReport } from "../../../../src/network/firewall/firewall-report.ts";
import { ruleTag } from "../../../../src/network/firewall/firewall-rule.ts";
import type { Change } from "../../../../src/resources/change.ts";
import type { Plan } from "../../../../src/resources/resource.ts";
import { bare, doneHosts, freshHosts, exampleGoal as goal, own, silent, wanted } from "./example-hosts.ts";

const [sshTag = ""] = wanted.rules.map(ruleTag);
const cases = firewallKinds.map((kind) => ({ kind, fresh: freshHosts[kind], done: doneHosts[kind] }));

function changesOf(plan: Plan): readonly Change[] {
  if (plan.kind !== "changes") throw new Error(`${plan.kind}: ${JSON.stringify(plan)}`);
  return plan.changes;
}

describe.each(cases)("$kind", ({ kind, fresh, done }) => {
  it("gets all rules on a fresh host, each change with a way back", () => {
    const changes = changesOf(firewallPlan({ ...goal, kind }, fresh));
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.filter((change) => change.kind === "run" && !change.undo && !change.afterUndo)).toEqual(
      [],
    );
    expect(changes.findLast((change) => change.kind === "run")).toMatchObject({
      summary: expect.stringContaining("add ssh"),
    });
  });

  it("is left alone where all is as it should be", () => {
    expect(changesOf(firewallPlan(goal, done))).toEqual([]);
    const report = firewallReport(goal, done);
    expect(report).toMatchObject({ kind, changes: false, to_remove: [], remark: null });
    expect(report.rules.map(({ mark }) => mark)).toEqual(wanted.rules.map(() => "there"));
  });

  it("is changed by a rule that comes and one that goes", () => {
    const other = { ...goal, rules: goal.rules.slice(1), ssh: { port: 2200 } };
    const [change] = changesOf(firewallPlan(other, done)).filter((one) => one.kind === "run");
    expect(change?.summary).toMatch(/add ssh; remove (ssh, icmp|icmp, ssh|ssh)$/);
    expect(firewallReport(other, done).to_remove).toContain(sshTag);
  });

  it("loses lab's rules, and then nothing more is to be done", () => {
    const gone = { ...goal, state: "absent" } as const;
    expect(changesOf(firewallPlan(gone, done)).length).toBeGreaterThan(0);
    expect(changesOf(firewallPlan(gone, fresh))).toEqual([]);
  });
});

describe("a plan", () => {
  it("waits for software, and says what it cannot decide", () => {
    expect(firewallPlan({ ...goal, kind: "nftables" }, bare)).toEqual({
      kind: "blocked",
      reason: "nftables is not installed",
    });
    expect(firewallPlan(goal, bare)).toMatchObject({
      changes: [],
      message: expect.stringMatching(/^no firewall is active/),
    });
    const both = { ...doneHosts.ufw.firewall, firewalld: freshHosts.firewalld.firewall.firewalld };
    expect(firewallPlan(goal, { ...bare, firewall: both })).toMatchObject({
      kind: "failed",
      message: expect.stringMatching(/^ufw and firewalld are active at the same time/),
    });
  });

  it("loads rules anew that somebody has changed by hand", () => {
    const changed = { ...own, sha256: "def" };
    const { firewall } = doneHosts.nftables;
    const states = {
      ...doneHosts.nftables,
      firewall: { ...firewall, nftables: { chains: [], own: changed } },
    };
    expect(changesOf(firewallPlan(goal, states))).toMatchObject([{ summary: "nftables: load lab's rules" }]);
  });

  it("takes lab's rules out of the firewall that was managed before", () => {
    const { nftables } = doneHosts.nftables.firewall;
    const states = { ...doneHosts.nftables, firewall: { ...freshHosts.ufw.firewall, nftables } };
    const changes = changesOf(firewallPlan({ ...goal, kind: "ufw" }, states));
    expect(changes.map((change) => (change.kind === "path" ? change.path : change.summary))).toEqual([
      expect.stringMatching(/^ufw: add ssh.*; ufw enable$/),
      "remove lab's rules, and lab-firewall.service",
      "/etc/systemd/system/lab-firewall.service",
      "/usr/local/sbin/lab-firewall",
      "systemctl daemon-reload",
    ]);
  });

  it("leaves to others what ufw would replace by lab's", () => {
    const ufw = {
      isActive: true,
      isEnabledByLab: false,
      incoming: "deny",
      rules: ["limit 22/tcp", "deny 30000:32767/udp comment 'mine'"],
    };
    const plan = firewallPlan(goal, { ...bare, firewall: { ...silent, ufw } });
    const [change] = changesOf(plan);
    const script = change?.kind === "run" ? change.script : "";
    expect(script).toContain("ufw allow from 10.0.0.0/24 to any port 10250 proto tcp comment 'lab: kubelet ");
    expect(script).not.toMatch(/allow 22\/tcp|30000:32767\/udp/);
  });

  it("switches ufw off again where lab has switched it on, since lab's rules let lab in", () => {
    const gone = { ...goal, state: "absent" } as const;
    const [change] = changesOf(firewallPlan(gone, doneHosts.ufw));
    expect(change).toMatchObject({
      summary: "remove lab's rules from ufw; ufw disable",
      script: expect.stringMatching(
        /\nufw --force disable.*\nrm -f \/etc\/ufw\/enabled-by-lab.*\nufw delete /s,
      ),
    });
  });

  it("does not make firewalld forget what is not permanent", () => {
    const { firewall } = freshHosts.firewalld;
    const firewalld = firewall.firewalld && { ...firewall.firewalld, unsaved: ["public"] };
    expect(firewallPlan(goal, { ...bare, firewall: { ...firewall, firewalld } })).toMatchObject({
      kind: "failed",
      message: expect.stringMatching(/^the zone public of firewalld has settings that are not permanent/),
    });
  });
});
