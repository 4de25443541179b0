import { activeKinds, chooseKind } from "./choose-kind.ts";
import { type FirewallKind, firewallKinds } from "./firewall-kind.ts";
import { type FirewallGoal, firewallPlan, wantedFirewall } from "./firewall-plan.ts";
import { type FirewallRule, ruleText } from "./firewall-rule.ts";
import type { FirewallStates } from "./firewall-states.ts";
import { kinds } from "./kinds.ts";
import { markRules } from "./rule-marks.ts";

/** One rule of lab's, explained. */
export interface ReportedRule {
  readonly name: string;
  /** "tcp 10250 from 10.0.0.0/24". */
  readonly lets_in: string;
  readonly why: string;
  readonly needed_by: string;
  readonly mark: "there" | "to add";
}

/** The firewall of a host, explained. Names are those of the JSON that users read. */
export interface FirewallReport {
  /** The one that lab manages; null where there is none, or nothing says which. */
  readonly kind: FirewallKind | null;
  /** All that somebody other than lab has made active. */
  readonly active: readonly FirewallKind[];
  /** From where lab is connected, and the ports of sshd. */
  readonly ssh: { readonly client: string | null; readonly ports: readonly number[] };
  readonly rules: readonly ReportedRule[];
  /** Rules of lab's that are wanted no more, by their tags. */
  readonly to_remove: readonly string[];
  /** Rules of others, as their firewall prints them. */
  readonly not_labs: readonly { readonly kind: FirewallKind; readonly rule: string }[];
  /** Whether a play would change anything. */
  readonly changes: boolean;
  /** Why it would do nothing, or could not; null where all is well. */
  readonly remark: string | null;
}

/** What lab wants of a host's firewall, what is there, and why. Pure. */
export function firewallReport(goal: FirewallGoal, states: FirewallStates): FirewallReport {
  const { firewall } = states;
  const { kind } = chooseKind(goal.kind, firewall);
  const wanted = wantedFirewall(goal, states);
  const tags = kind === null ? new Set<string>() : kinds[kind].tags(wanted, states);
  const { rules, toRemove } = markRules(goal.state === "absent" ? [] : wanted.rules, tags);
  const plan = firewallPlan(goal, states);
  const active = activeKinds(firewall);
  return {
    kind,
    active,
    ssh: firewall.ssh,
    rules: rules.map(({ rule, mark }) => ({ ...explained(rule), mark })),
    to_remove: toRemove,
    not_labs: firewallKinds
      .filter((one) => one === kind || active.includes(one))
      .flatMap((one) => kinds[one].foreign(firewall).map((rule) => ({ kind: one, rule }))),
    changes: plan.kind === "changes" && plan.changes.length > 0,
    remark: remarkOf(plan, kind),
  };
}

function explained(rule: FirewallRule): Omit<ReportedRule, "mark"> {
  return { name: rule.name, lets_in: ruleText(rule), why: rule.why, needed_by: rule.neededBy };
}

function remarkOf(plan: ReturnType<typeof firewallPlan>, kind: FirewallKind | null): string | null {
  if (plan.kind === "blocked") return plan.reason;
  if (plan.kind === "failed") return plan.message;
  return plan.kind === "changes" && kind === null ? (plan.message ?? null) : null;
}
