import type { Plan } from "../../resources/resource.ts";
import { chooseKind } from "./choose-kind.ts";
import type { FirewallKind, WantedFirewall } from "./firewall-kind.ts";
import type { FirewallRule } from "./firewall-rule.ts";
import type { FirewallStates } from "./firewall-states.ts";
import { kinds, removeOthers } from "./kinds.ts";
import { markRules, marksText } from "./rule-marks.ts";
import { type SshSettings, sshRule } from "./ssh-rule.ts";

/** What is wanted of a host. */
export interface FirewallGoal {
  /** "auto": the one that is active. */
  readonly kind: FirewallKind | "auto";
  readonly state: "present" | "absent";
  /** All but the one for SSH. */
  readonly rules: readonly FirewallRule[];
  readonly podNetworks: readonly string[];
  readonly ssh: SshSettings;
}

/** Said where nothing is done. */
const noneActive = 'no firewall is active, so none was touched; "kind: nftables" would close all other ports';

const untouched: Plan = { kind: "changes", changes: [], message: noneActive };

/** From what a host has to what is wanted: lab's own rules, and nobody else's. Pure. */
export function firewallPlan(goal: FirewallGoal, states: FirewallStates): Plan {
  if (goal.state === "absent") return { kind: "changes", changes: removeOthers(null, states) };
  const choice = chooseKind(goal.kind, states.firewall);
  if (choice.kind === null) return choice.active.length === 0 ? untouched : several(choice.active);
  const kind = kinds[choice.kind];
  const missing = kind.missing(states.firewall);
  if (missing !== null) return { kind: "blocked", reason: missing };
  const wanted = wantedFirewall(goal, states);
  const marks = marksText(markRules(wanted.rules, kind.tags(wanted, states)));
  const summary = `${choice.kind}: ${marks === "" ? "load lab's rules" : marks}`;
  const plan = kind.plan(wanted, states, summary);
  if (plan.kind !== "changes") return plan;
  const changes = [...plan.changes, ...removeOthers(choice.kind, states)];
  return { kind: "changes", changes, message: message(choice.kind, wanted, states) };
}

/** The rules with the one for SSH first, by which lab gets in. Pure. */
export function wantedFirewall(
  { rules, podNetworks, ssh }: FirewallGoal,
  { firewall }: FirewallStates,
): WantedFirewall {
  return { rules: [sshRule(ssh, firewall.ssh), ...rules], podNetworks };
}

function several(active: readonly FirewallKind[]): Plan {
  const all = active.join(" and ");
  return {
    kind: "failed",
    message: `${all} are active at the same time; say which one is to be managed ("kind: ${active[0]}"), or switch the others off`,
  };
}

/** The most lines of others that stand beside a task; lab firewall plan shows all. */
const shown = 3;

function message(kind: FirewallKind, { rules }: WantedFirewall, states: FirewallStates): string {
  const foreign = kinds[kind].foreign(states.firewall);
  const more = foreign.length > shown ? `, and ${foreign.length - shown} more` : "";
  const others = foreign.length === 0 ? "" : `; left alone: ${foreign.slice(0, shown).join(", ")}${more}`;
  return `${kind}, ${rules.length} rules${others}`;
}
