import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type FirewallKind, firewallKinds } from "../../../../src/network/firewall/firewall-kind.ts";
import {
  type FirewallGoal,
  firewallPlan,
  wantedFirewall,
} from "../../../../src/network/firewall/firewall-plan.ts";
import { firewallReport } from "../../../../src/network/firewall/firewall-report.ts";
import { ruleTag } from "../../../../src/network/firewall/firewall-rule.ts";
import type { FirewallState } from "../../../../src/network/firewall/firewall-state.ts";
import type { FirewallStates } from "../../../../src/network/firewall/firewall-states.ts";
import {
  forwardPolicy,
  inputPolicy,
  trustedZone,
} from "../../../../src/network/firewall/firewalld-policies.ts";
import { iptablesScript } from "../../../../src/network/firewall/iptables-script.ts";
import { nftScript } from "../../../../src/network/firewall/nft-script.ts";
import { unitText } from "../../../../src/network/firewall/own-unit.ts";
import { parseFirewallState } from "../../../../src/network/firewall/parse-firewall-state.ts";
import { ufwRules } from "../../../../src/network/firewall/ufw-commands.ts";
import type { Change } from "../../../../src/resources/change.ts";
import type { Plan } from "../../../../src/resources/resource.ts";
import { fileHolding, nothingThere } from "../../../../src/testing/path-states.ts";
import { exampleFirewall } from "./example-firewall.ts";

const goal: FirewallGoal = {
  kind: "auto",
  state: "present",
  rules: exampleFirewall.rules.slice(1),
  podNetworks: exampleFirewall.podNetworks,
  ssh: {},
};
const silent: FirewallState = parseFirewallState("==lab ssh==\nport 22\n");
const bare: FirewallStates = {
  firewall: silent,
  script: nothingThere,
  unit: nothingThere,
  service: { kind: "missing" },
  input: nothingThere,
  forward: nothingThere,
  zone: nothingThere,
};
const wanted = wantedFirewall(goal, bare);
const tags = wanted.rules.map((rule) => `accept comment "${ruleTag(rule)}"`);
const own = { lines: tags, sha256: "abc" };
const none = { lines: [], sha256: "" };
const running = {
  kind: "unit",
  load: "loaded",
  active: "active",
  sub: "exited",
  file: "enabled",
  ranOnce: false,
  needsReload: false,
  canReload: true,
} as const;

function loaded(script: string, firewall: Partial<FirewallState>): FirewallStates {
  const record = { script: createHash("sha256").update(script).digest("hex"), rules: "abc" };
  const files = { script: fileHolding(script, { mode: "0755" }), unit: fileHolding(unitText) };
  return { ...bare, ...files, service: running, firewall: { ...silent, record, ...firewall } };
}

const said = wanted.rules.filter(({ protocol }) => protocol !== "icmp");
const policies = { "lab-input": "text", "lab-forward": "text" };
const zones = { unsaved: [], zones: ["public: services: ssh"] };

/** Hosts without anything of lab's, and hosts with all of it. */
const hosts: Readonly<
  Record<FirewallKind, { readonly fresh: FirewallStates; readonly done: FirewallStates }>
> = {
  nftables: {
    fresh: { ...bare, firewall: { ...silent, nftables: { chains: [], own: none } } },
    done: loaded(nftScript(wanted, []), { nftables: { chains: [], own } }),
  },
  iptables: {
    fresh: { ...bare, firewall: { ...silent, iptables: { input: [], own: none } } },
    done: loaded(iptablesScript(wanted), { iptables: { input: [], own } }),
  },
  ufw: {
    fresh: { ...bare, firewall: { ...silent, ufw: { isActive: false, incoming: "", rules: [] } } },
    done: {
      ...bare,
      firewall: {
        ...silent,
        ufw: {
          isActive: true,
          incoming: "deny",
          rules: ufwRules(wanted).map(({ words, comment }) => `${words} comment '${comment}'`),
        },
      },
    },
  },
  firewalld: {
    fresh: {
      ...bare,
      firewall: { ...silent, firewalld: { isRunning: true, loaded: {}, permanent: {}, ...zones } },
    },
    done: {
      ...bare,
      input: fileHolding(inputPolicy(wanted.rules)),
      forward: fileHolding(forwardPolicy(wanted.podNetworks)),
      zone: fileHolding(trustedZone(wanted) ?? ""),
      firewall: {
        ...silent,
        firewalld: { isRunning: true, loaded: policies, permanent: policies, ...zones },
      },
    },
  },
};
const cases = firewallKinds.map((kind) => ({ kind, ...hosts[kind] }));

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
    expect(firewallReport(other, done).to_remove).toContain(said[0] && ruleTag(said[0]));
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
    const both = { ...hosts.ufw.done.firewall, firewalld: hosts.firewalld.fresh.firewall.firewalld };
    expect(firewallPlan(goal, { ...bare, firewall: both })).toMatchObject({
      kind: "failed",
      message: expect.stringMatching(/^ufw and firewalld are active at the same time/),
    });
  });

  it("loads rules anew that somebody has changed by hand", () => {
    const changed = { ...own, sha256: "def" };
    const { firewall } = hosts.nftables.done;
    const states = {
      ...hosts.nftables.done,
      firewall: { ...firewall, nftables: { chains: [], own: changed } },
    };
    expect(changesOf(firewallPlan(goal, states))).toMatchObject([{ summary: "nftables: load lab's rules" }]);
  });

  it("takes lab's rules out of the firewall that was managed before", () => {
    const { nftables } = hosts.nftables.done.firewall;
    const states = { ...hosts.nftables.done, firewall: { ...hosts.ufw.fresh.firewall, nftables } };
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
      incoming: "deny",
      rules: ["limit 22/tcp", "deny 30000:32767/udp comment 'mine'"],
    };
    const plan = firewallPlan(goal, { ...bare, firewall: { ...silent, ufw } });
    const [change] = changesOf(plan);
    const script = change?.kind === "run" ? change.script : "";
    expect(script).toContain("ufw allow from 10.0.0.0/24 to any port 10250 proto tcp comment 'lab: kubelet ");
    expect(script).not.toMatch(/allow 22\/tcp|30000:32767\/udp/);
  });

  it("does not make firewalld forget what is not permanent", () => {
    const { firewall } = hosts.firewalld.fresh;
    const firewalld = firewall.firewalld && { ...firewall.firewalld, unsaved: ["public"] };
    expect(firewallPlan(goal, { ...bare, firewall: { ...firewall, firewalld } })).toMatchObject({
      kind: "failed",
      message: expect.stringMatching(/^the zone public of firewalld has settings that are not permanent/),
    });
  });
});
