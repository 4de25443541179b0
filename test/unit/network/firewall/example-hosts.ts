import { createHash } from "node:crypto";
import type { FirewallKind } from "../../../../src/network/firewall/firewall-kind.ts";
import { type FirewallGoal, wantedFirewall } from "../../../../src/network/firewall/firewall-plan.ts";
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
import { fileHolding, nothingThere } from "../../../../src/testing/path-states.ts";
import { exampleFirewall } from "./example-firewall.ts";

/** What is wanted of all of them. */
export const exampleGoal: FirewallGoal = {
  kind: "auto",
  state: "present",
  rules: exampleFirewall.rules.slice(1),
  podNetworks: exampleFirewall.podNetworks,
  ssh: {},
};
/** A host that has no firewall. */
export const silent: FirewallState = parseFirewallState("==lab ssh==\nport 22\n");
/** All that is asked of such a host. */
export const bare: FirewallStates = {
  firewall: silent,
  script: nothingThere,
  unit: nothingThere,
  service: { kind: "missing" },
  input: nothingThere,
  forward: nothingThere,
  zone: nothingThere,
};
/** The rules that follow. */
export const wanted = wantedFirewall(exampleGoal, bare);
const tags = wanted.rules.map((rule) => `accept comment "${ruleTag(rule)}"`);
/** Those of nftables or iptables, as loaded. */
export const own = { lines: tags, sha256: "abc" };
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

const policies = { "lab-input": "text", "lab-forward": "text" };
const zones = { unsaved: [], zones: ["public: services: ssh"] };

/** A host of each kind that has nothing of lab's. */
export const freshHosts: Readonly<Record<FirewallKind, FirewallStates>> = {
  nftables: { ...bare, firewall: { ...silent, nftables: { chains: [], own: none } } },
  iptables: { ...bare, firewall: { ...silent, iptables: { input: [], own: none } } },
  ufw: {
    ...bare,
    firewall: { ...silent, ufw: { isActive: false, isEnabledByLab: false, incoming: "", rules: [] } },
  },
  firewalld: {
    ...bare,
    firewall: { ...silent, firewalld: { isRunning: true, loaded: {}, permanent: {}, ...zones } },
  },
};

/** A host of each kind that has all of it. */
export const doneHosts: Readonly<Record<FirewallKind, FirewallStates>> = {
  nftables: loaded(nftScript(wanted, []), { nftables: { chains: [], own } }),
  iptables: loaded(iptablesScript(wanted), { iptables: { input: [], own } }),
  ufw: {
    ...bare,
    firewall: {
      ...silent,
      ufw: {
        isActive: true,
        isEnabledByLab: true,
        incoming: "deny",
        rules: ufwRules(wanted).map(({ words, comment }) => `${words} comment '${comment}'`),
      },
    },
  },
  firewalld: {
    ...bare,
    input: fileHolding(inputPolicy(wanted.rules)),
    forward: fileHolding(forwardPolicy(wanted.podNetworks)),
    zone: fileHolding(trustedZone(wanted) ?? ""),
    firewall: {
      ...silent,
      firewalld: { isRunning: true, loaded: policies, permanent: policies, ...zones },
    },
  },
};
