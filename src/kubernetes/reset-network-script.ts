/**
 * Names that Kubernetes and its pod networks give to what they put into the kernel, as extended regular expressions. Nothing
 * else is touched: rules of ufw, Docker, Tailscale and the user stay.
 */
const chains = "KUBE-|FLANNEL-|LAB-|CILIUM_|OLD_CILIUM_|cali-";
const links =
  "cni0|flannel\\.1|flannel-v6\\.1|flannel-wg(-v6)?|cilium_[a-z0-9]+|lxc_health|lxc[0-9a-f]{12,}|vxlan(-v6)?\\.calico|wireguard\\.cali|cali[0-9a-f]{11}|kube-ipvs0|nodelocaldns";
const tables = "kube-proxy|flannel-ipv[46]";
/** Podman and nerdctl use the CNI plugins, too: these go only where nobody else's networks are configured. */
const pluginChains = "CNI-";
const pluginTables = "cni_hostport|cni_plugins_masquerade";

const cleanRules = `lab_chains='${chains}' lab_tables='${tables}'
[ -n "$lab_other_networks" ] || lab_chains="$lab_chains|${pluginChains}" lab_tables="$lab_tables|${pluginTables}"
# A batch for iptables-restore: our chains are emptied, what leads to them is deleted, then they are removed.
lab_without_chains() {
  sed -nE "s/^(:($lab_chains)[^ ]*) .*/\\\\1 - [0:0]/p" "$1"
  grep -vE "^-A ($lab_chains)" "$1" |
    sed -nE -e "/ -[jg] ($lab_chains)/s/^-A /-D /p" -e '/--comment "?flanneld/s/^-A /-D /p'
  sed -nE "s/^:(($lab_chains)[^ ]*) .*/-X \\\\1/p" "$1"
}
lab_clean_iptables() {
  command -v "$1-save" >/dev/null 2>&1 || return 0
  for lab_table in raw mangle nat filter security; do
    "$1-save" -t "$lab_table" >"$lab_rules" 2>/dev/null || continue
    lab_without_chains "$lab_rules" >"$lab_rules.batch"
    [ -s "$lab_rules.batch" ] || continue
    { echo "*$lab_table"; cat "$lab_rules.batch"; echo COMMIT; } | "$1-restore" --noflush ||
      lab_failed="$lab_failed $1:$lab_table"
  done
}
if lab_rules=$(mktemp); then
  lab_clean_iptables iptables
  lab_clean_iptables ip6tables
  # The older kind, where something has used it: asking for its tables would create them.
  [ ! -s /proc/net/ip_tables_names ] || lab_clean_iptables iptables-legacy
  [ ! -s /proc/net/ip6_tables_names ] || lab_clean_iptables ip6tables-legacy
  rm -f "$lab_rules" "$lab_rules.batch"
fi
if command -v nft >/dev/null 2>&1; then
  nft list tables 2>/dev/null | grep -E " ($lab_tables)$" | while read -r _ lab_family lab_table; do
    nft delete table "$lab_family" "$lab_table"
  done
fi
if [ -e /sys/class/net/kube-ipvs0 ] && command -v ipvsadm >/dev/null 2>&1 &&
  ! systemctl is-active --quiet keepalived 2>/dev/null; then
  ipvsadm -C
fi
if command -v ipset >/dev/null 2>&1; then
  ipset list -n 2>/dev/null | grep -E '^(KUBE-|cali[46]0|cilium_)' | while read -r lab_set; do ipset destroy "$lab_set"; done
fi
`;

const cleanLinks = `# Filters that Cilium has put on the host's own links would go on sending packets to maps that are gone.
lab_clean_filters() {
  tc filter show dev "$1" "$2" 2>/dev/null |
    sed -nE 's/^filter protocol ([a-z0-9]+) pref ([0-9]+) bpf .*cil_.*/\\1 \\2/p' | sort -u |
    while read -r lab_protocol lab_pref; do
      tc filter del dev "$1" "$2" protocol "$lab_protocol" pref "$lab_pref"
    done
}
for lab_path in /sys/class/net/*; do
  lab_link=\${lab_path##*/}
  if command -v tc >/dev/null 2>&1; then
    lab_clean_filters "$lab_link" ingress
    lab_clean_filters "$lab_link" egress
  fi
  echo "$lab_link" | grep -qxE '${links}' || continue
  for lab_port in "$lab_path"/brif/*; do
    [ ! -e "$lab_port" ] || ip link delete "\${lab_port##*/}" 2>/dev/null || :
  done
  # The other end of a pair has gone with the first.
  ip link delete "$lab_link" 2>/dev/null || [ ! -e "$lab_path" ] || lab_failed="$lab_failed $lab_link"
done
for lab_family in -4 -6; do
  ip "$lab_family" rule show 2>/dev/null | sed -nE 's/^([0-9]+):.* lookup (2004|2005)( .*)?$/\\1/p' |
    while read -r lab_pref; do ip "$lab_family" rule delete pref "$lab_pref"; done
done
`;

/**
 * sh that takes the rules and links of Kubernetes out of the kernel: iptables of both kinds, nftables, IPVS, ipsets, policy
 * routes, filters of tc. Safe to run where there is none; tools that are not installed are passed over. Reads
 * `$lab_other_networks`; adds what stays to `$lab_failed`.
 */
export const resetNetworkScript = cleanRules + cleanLinks;
