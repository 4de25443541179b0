import { type FirewallRule, ruleTag, tagPattern } from "./firewall-rule.ts";

/** What becomes of a rule of lab's. */
export interface MarkedRule {
  readonly rule: FirewallRule;
  readonly mark: "there" | "to add";
}

/** Names of rules of lab's that are there and wanted no more, or with another content. */
export interface RuleMarks {
  readonly rules: readonly MarkedRule[];
  readonly toRemove: readonly string[];
}

/** Compares wanted rules with the tags that a firewall shows. Pure. */
export function markRules(rules: readonly FirewallRule[], tags: ReadonlySet<string>): RuleMarks {
  const wanted = new Set(rules.map(ruleTag));
  return {
    rules: rules.map((rule) => ({ rule, mark: tags.has(ruleTag(rule)) ? "there" : "to add" })),
    toRemove: [...tags].filter((tag) => !wanted.has(tag)),
  };
}

/** Every tag in lines that a firewall has printed. Pure. */
export function tagsIn(lines: readonly string[]): Set<string> {
  return new Set(lines.flatMap((line) => line.match(tagPattern) ?? []));
}

/** "add kubelet, etcd; remove own-1"; empty where the rules are the same. Pure. */
export function marksText({ rules, toRemove }: RuleMarks): string {
  const added = rules.filter(({ mark }) => mark === "to add").map(({ rule }) => rule.name);
  const removed = toRemove.map((tag) => tag.split(" ")[1] ?? tag);
  return [
    ...(added.length > 0 ? [`add ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`remove ${removed.join(", ")}`] : []),
  ].join("; ");
}
