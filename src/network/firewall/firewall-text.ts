import type { FirewallReport, ReportedRule } from "./firewall-report.ts";

/** A report as people read it. Pure. */
export function firewallText(host: string, report: FirewallReport): string {
  const { ssh, not_labs: foreign, to_remove: stale, rules, remark } = report;
  const blocks = [
    `${host}: ${title(report)}`,
    ...(ssh.client === null
      ? []
      : [`lab is connected from ${ssh.client}; sshd listens on ${ssh.ports.join(", ")}`]),
    ...(remark === null ? [] : [remark]),
    "",
    ...rules.flatMap(ruleLines),
    ...stale.map((tag) => `${mark("to remove")}${tag}`),
    ...foreign.map(({ kind, rule }) => `${mark("not lab's")}${kind}: ${rule}`),
  ];
  return `${blocks.join("\n").trimEnd()}\n`;
}

function title({ kind, active, changes }: FirewallReport): string {
  if (kind !== null) return `${kind}, ${changes ? "to be changed" : "as it should be"}`;
  return active.length === 0 ? "no firewall is active" : `${active.join(" and ")} are active`;
}

function ruleLines({ mark: state, lets_in, name, why, needed_by }: ReportedRule): string[] {
  return [`${mark(state)}${lets_in}  (${name})`, `${mark("")}${why}`, `${mark("")}needed by: ${needed_by}`];
}

function mark(text: string): string {
  return text.padEnd(11);
}
