import { ruleTag, tagPrefix } from "./firewall-rule.ts";
import type { FirewallState, UfwState } from "./firewall-state.ts";
import type { Kind } from "./kind.ts";
import { addition, deletion, switchOff, switchOn, type UfwOrder, ufwChange } from "./ufw-change.ts";
import { parseUfwRule, type UfwRule, ufwRules } from "./ufw-commands.ts";

/** ufw: rules with comments of lab's; those of others decide first where they were there first. */
export const ufw: Kind = {
  missing: ({ ufw: state }) => (state === null ? "ufw is not installed" : null),
  plan(wanted, { firewall }, summary) {
    const isActive = firewall.ufw?.isActive ?? false;
    const orders = ordersFor(ufwRules(wanted), rulesOf(firewall.ufw));
    if (orders.length === 0 && isActive) return { kind: "changes", changes: [] };
    const enabling = isActive ? [] : [switchOn];
    const said = isActive ? summary : `${summary}${summary === "" ? "" : "; "}ufw enable`;
    return { kind: "changes", changes: [ufwChange(said, [...orders, ...enabling])] };
  },
  remove({ firewall }) {
    const orders = ordersFor([], rulesOf(firewall.ufw));
    const isOurs = firewall.ufw?.isEnabledByLab ?? false;
    const disabling = isOurs ? [switchOff] : [];
    const summary = `remove lab's rules from ufw${isOurs ? "; ufw disable" : ""}`;
    const all = [...disabling, ...orders];
    return all.length === 0 ? [] : [ufwChange(summary, all)];
  },
  giveWay: (states) => ufw.remove(states),
  tags(wanted, { firewall }) {
    const there = rulesOf(firewall.ufw);
    const words = new Set(there.map((rule) => rule.words));
    const isThere = (tag: string): boolean =>
      ufwRules(wanted).every((rule) => rule.comment !== tag || words.has(rule.words));
    const kept = there
      .filter(isOwn)
      .map(({ comment }) => comment)
      .filter((tag) => / [0-9a-f]{8}$/.test(tag));
    return new Set([...kept, ...wanted.rules.map(ruleTag)].filter(isThere));
  },
  foreign: ({ ufw: state }) => [
    ...(state?.isActive ? [`default: ${state.incoming} (incoming)`] : []),
    ...foreignRules(state),
  ],
};

function foreignRules(state: FirewallState["ufw"]): string[] {
  return (state?.rules ?? []).filter((line) => !isOwn(parseUfwRule(line)));
}

function rulesOf(state: UfwState | null): UfwRule[] {
  return (state?.rules ?? []).map(parseUfwRule);
}

function isOwn({ comment }: UfwRule): boolean {
  return comment.startsWith(tagPrefix);
}

/** What a rule is about, whatever it does with it: ufw has one rule for each. */
function traffic({ words }: UfwRule): string {
  return words.replace(/^(route )?(allow|deny|reject|limit)\b/, "$1");
}

/**
 * Orders that make ours exact. Where others have a rule for the same traffic, it is left to them: ufw would replace theirs
 * by lab's, and it would be gone with lab's.
 */
function ordersFor(wanted: readonly UfwRule[], there: readonly UfwRule[]): UfwOrder[] {
  const same = (a: UfwRule) => (b: UfwRule) => a.words === b.words && a.comment === b.comment;
  const foreign = new Set(there.filter((rule) => !isOwn(rule)).map(traffic));
  const stale = there.filter((rule) => isOwn(rule) && !wanted.some(same(rule)));
  const missing = wanted.filter((rule) => !foreign.has(traffic(rule)) && !there.some(same(rule)));
  return [...stale.map(deletion), ...missing.map(addition)];
}
