import type { WantedFirewall } from "./firewall-kind.ts";
import { type FirewallRule, portText, ruleTag } from "./firewall-rule.ts";
import { iptablesListFunctions } from "./iptables-list-script.ts";
import { isIpv6 } from "./networks.ts";
import { ownScript } from "./own-unit.ts";

type Tool = "iptables" | "ip6tables";

/** Functions of sh that take away all of lab's in both families, and nothing of others. */
export const iptablesRemovalFunctions = `${iptablesListFunctions}
lab_iptables_removal() {
  for lab_tool in $(lab_tools); do
    {
      echo '*filter'
      lab_detach INPUT
      lab_detach FORWARD
      for lab_chain in LAB-INPUT LAB-FORWARD; do
        if "$lab_tool" -w 5 -S "$lab_chain" >/dev/null 2>&1; then printf -- '-F %s\\n-X %s\\n' "$lab_chain" "$lab_chain"; fi
      done
      echo COMMIT
    } | "$lab_tool-restore" -w 5 --noflush || return
  done
}
lab_detach() {
  "$lab_tool" -w 5 -S "$1" | sed -n "/ -j LAB-$1$/s/^-A /-D /p"
}`;

/**
 * The program that loads lab's rules into iptables and ip6tables, each in one step: a chain of lab's own, which closes what
 * it does not let in, and one rule that leads there, after the rules of others, so that those decide first. FORWARD gets
 * one only where it is closed. Pure.
 */
export function iptablesScript(wanted: WantedFirewall): string {
  return ownScript(`${iptablesRemovalFunctions}
${placeFunctions}
rules() {
  case $1 in
    iptables)
      cat <<'LAB'
${restoreText("iptables", wanted)}LAB
      ;;
    ip6tables)
      cat <<'LAB'
${restoreText("ip6tables", wanted)}LAB
      ;;
  esac
}
start_rules() {
  for lab_tool in $(lab_tools); do
    {
      rules "$lab_tool"
      lab_detach INPUT
      lab_detach FORWARD
      place INPUT
      if is_closed FORWARD; then place FORWARD; fi
      echo COMMIT
    } | "$lab_tool-restore" -w 5 --noflush || return
  done
}
stop_rules() { lab_iptables_removal; }
list_rules() { lab_iptables_list; }`);
}

/** sh that says where lab's rule stands among those of others: before a last one for everything, else at the end. */
const placeFunctions = `others() { "$lab_tool" -w 5 -S "$1" | grep "^-A $1 " | grep -v -e " -j LAB-$1$"; }
ends_closed() {
  others "$1" | tail -n 1 | grep -Eq "^-A $1( -m comment --comment (\\"[^\\"]*\\"|[^ ]+))? -j (DROP|REJECT.*)$"
}
is_closed() { "$lab_tool" -w 5 -S "$1" | grep -qx -e "-P $1 DROP" || ends_closed "$1"; }
place() {
  if ends_closed "$1"; then
    printf -- '-I %s %s ' "$1" "$(others "$1" | wc -l)"
  else
    printf -- '-A %s ' "$1"
  fi
  printf -- '-m comment --comment lab -j LAB-%s\\n' "$1"
}`;

/** Lab's chains as iptables-restore reads them, without the last line: COMMIT. Pure. */
export function restoreText(tool: Tool, { rules, podNetworks }: WantedFirewall): string {
  const input = [...always[tool], ...rules.flatMap((rule) => inputRules(tool, rule)), "-j DROP"];
  const pods = podNetworks.filter((network) => isIpv6(network) === (tool === "ip6tables"));
  const forward = pods.flatMap((network) => [`-s ${network} -j ACCEPT`, `-d ${network} -j ACCEPT`]);
  const lines = [
    "*filter",
    ":LAB-INPUT - [0:0]",
    ":LAB-FORWARD - [0:0]",
    ...input.map((rule) => `-A LAB-INPUT ${rule}`),
    ...forward.map((rule) => `-A LAB-FORWARD ${rule}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** As in nftables: answers, what the host itself has turned to one of its ports, the host itself, and leases of addresses. */
const always: Readonly<Record<Tool, readonly string[]>> = {
  iptables: ["-m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT", "-i lo -j ACCEPT"],
  ip6tables: [
    "-m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT",
    "-i lo -j ACCEPT",
    "-s fe80::/10 -p udp -m udp --sport 547 --dport 546 -j ACCEPT",
  ],
};

function inputRules(tool: Tool, rule: FirewallRule): string[] {
  const protocol = protocolOf(tool, rule);
  if (protocol === null) return [];
  const own = rule.from.filter((network) => isIpv6(network) === (tool === "ip6tables"));
  const sources = rule.from.length === 0 ? [""] : own.map((network) => `-s ${network} `);
  const nic = rule.interface === null ? "" : `-i ${rule.interface} `;
  const end = `-m comment --comment "${ruleTag(rule)}" -j ACCEPT`;
  return sources.map((source) => `${source}${nic}${protocol}${end}`);
}

/** Null where the family does not know the protocol. */
function protocolOf(tool: Tool, { protocol, ports }: FirewallRule): string | null {
  switch (protocol) {
    case "any":
      return "";
    case "ipip":
      return tool === "iptables" ? "-p 4 " : null;
    case "icmp":
      return tool === "iptables" ? "-p icmp " : "-p ipv6-icmp ";
    default:
      return ports.length === 0
        ? `-p ${protocol} `
        : `-p ${protocol} -m multiport --dports ${ports.map((range) => portText(range, ":")).join(",")} `;
  }
}
