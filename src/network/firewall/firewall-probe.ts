import { type Probe, probeOf } from "../../resources/probe.ts";
import { partMark } from "./answer-parts.ts";
import type { FirewallState } from "./firewall-state.ts";
import { policyPath } from "./firewalld-policies.ts";
import { iptablesListFunctions } from "./iptables-list-script.ts";
import { nftListFunctions } from "./nft-list-script.ts";
import { recordPath } from "./own-unit.ts";
import { parseFirewallState } from "./parse-firewall-state.ts";
import { sshAccessScript } from "./ssh-access.ts";
import { ufwMark } from "./ufw-state.ts";

/** sh that prints the answer in parts; a firewall that is not installed has none. */
const script = `LC_ALL=C
export LC_ALL
${nftListFunctions}
${iptablesListFunctions}
${partMark("ssh")}
${sshAccessScript}
if [ -r ${recordPath} ]; then
  ${partMark("record")}
  cat ${recordPath}
fi
if command -v ufw >/dev/null 2>&1; then
  ${partMark("ufw status")}
  ufw status verbose || exit 1
  ${partMark("ufw rules")}
  ufw show added || exit 1
  if [ -e ${ufwMark} ]; then ${partMark("ufw enabled by lab")}; fi
fi
if command -v firewall-cmd >/dev/null 2>&1; then
  ${partMark("firewalld")}
  if systemctl is-active --quiet firewalld 2>/dev/null; then
    echo running
    sed -n 's/^DefaultZone=/default /p' /etc/firewalld/firewalld.conf
    if [ -e ${policyPath("lab-input")} ]; then
      ${partMark("firewalld policies")}
      firewall-cmd --list-all-policies
      ${partMark("firewalld permanent policies")}
      firewall-cmd --permanent --list-all-policies
    fi
    ${partMark("firewalld zones")}
    firewall-cmd --list-all-zones
    ${partMark("firewalld permanent zones")}
    firewall-cmd --permanent --list-all-zones
  fi
fi
if command -v nft >/dev/null 2>&1; then
  ${partMark("nftables")}
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    [ "$lab_hook" = own ] || nft -s list chain "$lab_family" "$lab_table" "$lab_chain" | grep -v ' comment "lab: '
  done
  ${partMark("nftables own")}
  lab_nft_list
  ${partMark("nftables sum")}
  lab_nft_list | sha256sum
fi
if command -v iptables >/dev/null 2>&1; then
  ${partMark("iptables")}
  for lab_tool in $(lab_tools); do "$lab_tool" -w 5 -S INPUT | grep -v ' -j LAB-INPUT$' | sed "s/^/$lab_tool /"; done
  ${partMark("iptables own")}
  lab_iptables_list
  ${partMark("iptables sum")}
  lab_iptables_list | sha256sum
fi
:`;

const ask = probeOf(
  {
    name: "firewall",
    script: () => script,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const state = parseFirewallState(stdout);
      return queries.map(() => state);
    },
  },
  () => "of the host",
);

/**
 * Asks for all firewalls of a host, their rules, and how it is reached by SSH. Cost: rides in a frame; ufw,
 * where installed, half a second, and firewalld one or two.
 */
export const firewallState = (): Probe<FirewallState> => ask({});
