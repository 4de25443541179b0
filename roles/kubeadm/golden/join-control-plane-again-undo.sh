[ -e /etc/kubernetes/kubelet.conf ] || [ -d /var/lib/lab/kubeadm ] || exit 0
# A kubelet that goes on could register the Node after it was looked for.
systemctl stop kubelet 2>/dev/null || :
if [ -e /etc/kubernetes/kubelet.conf ]; then
  for lab_try in 1 2 3; do
    lab_said=$(timeout 20 'kubectl' '--kubeconfig=/etc/kubernetes/kubelet.conf' '--request-timeout=5s' '--server=https://10.0.0.9:6443' 'label' 'node' 'cp2' 'lab/departed=true' '--overwrite' 2>&1) && break
    case $lab_said in *NotFound* | *'not found'*) break ;; esac
    sleep "$lab_try"
  done
fi || :
lab_failed=
# A service of its own keeps its data in the place where kubeadm has that of its pod.
lab_skip=
if systemctl is-active --quiet etcd 2>/dev/null; then lab_skip=--skip-phases=remove-etcd-member; fi
# Copies of admin.conf that somebody works with; after the reset nothing tells them from others.
lab_copies=
for lab_file in /root/.kube/config /home/*/.kube/config; do
  if cmp -s "$lab_file" /etc/kubernetes/admin.conf; then lab_copies="$lab_copies $lab_file"; fi
done
if command -v kubeadm >/dev/null 2>&1; then
  # shellcheck disable=SC2086 # no flag, or one
  lab_said=$(timeout -k 10 240 kubeadm reset --force --cri-socket=unix:///run/containerd/containerd.sock $lab_skip </dev/null 2>&1) ||
    echo "kubeadm reset ended with exit code $?; its work is done by hand" >&2
  printf '%s\n' "$lab_said"
  case $lab_said in *'Failed to remove etcd member'*)
    echo "etcd still counts this host as a member, where others are left: take it away there (etcdctl member remove)" >&2 ;;
  esac
fi
systemctl stop kubelet 2>/dev/null || :
systemctl reset-failed kubelet 2>/dev/null || :
lab_ctr() { timeout 30 ctr --connect-timeout 5s -n k8s.io "$@" 2>/dev/null; }
if grep -q ' /run/containerd/containerd.sock$' /proc/net/unix && command -v ctr >/dev/null 2>&1; then
  if command -v crictl >/dev/null 2>&1 && [ -n "$(lab_ctr containers ls -q)" ]; then
    timeout 60 crictl --runtime-endpoint unix:///run/containerd/containerd.sock rmp --force --all >/dev/null 2>&1 || :
  fi
  for lab_container in $(lab_ctr containers ls -q); do
    lab_ctr tasks rm --force "$lab_container" >/dev/null || :
    lab_ctr containers rm "$lab_container" >/dev/null || lab_failed="$lab_failed container:$lab_container"
  done
fi
# The kernel writes a blank in a mount point as \040, which printf %b reads.
lab_unmount() {
  cut -d ' ' -f 5 /proc/self/mountinfo | grep -E "^($1)" | sort -r | while IFS= read -r lab_point; do
    lab_point=$(printf '%b' "$lab_point")
    umount "$lab_point" 2>/dev/null || umount -l "$lab_point" || :
  done
}
lab_unmount '/var/lib/kubelet/|/run/netns/cni-|/var/run/netns/cni-|/run/cilium/'
rm -f /run/netns/cni-* 2>/dev/null || :
# Never into a file system that could not be unmounted: it may be a volume with data.
for lab_folder in /var/lib/kubelet /etc/kubernetes/manifests /etc/kubernetes/pki; do
  [ ! -d "$lab_folder/" ] || find "$lab_folder/" -xdev -mindepth 1 -delete || lab_failed="$lab_failed $lab_folder"
done
if [ -z "$lab_skip" ] && [ -d /var/lib/etcd/ ]; then
  find /var/lib/etcd/ -xdev -mindepth 1 -delete || lab_failed="$lab_failed /var/lib/etcd"
fi
for lab_name in admin super-admin kubelet bootstrap-kubelet controller-manager scheduler; do
  rm -f "/etc/kubernetes/$lab_name.conf" || lab_failed="$lab_failed $lab_name.conf"
done
rm -f /etc/kubernetes/kube-vip.conf
for lab_file in $lab_copies; do rm -f "$lab_file"; done
rm -rf /var/lib/lab/kubeadm
# The plain bridge of lab: a unit that sets routes and rules at boot, and routes with a number of their own.
if [ -e /etc/systemd/system/lab-pod-network.service ]; then
  systemctl disable --now lab-pod-network.service 2>/dev/null || :
  rm -f /etc/systemd/system/lab-pod-network.service
  systemctl daemon-reload 2>/dev/null || :
fi
rm -f /usr/local/sbin/lab-pod-network
for lab_family in -4 -6; do ip "$lab_family" route flush proto 76 2>/dev/null || :; done
for lab_file in /etc/cni/net.d/*lab-bridge.conflist /etc/cni/net.d/*cilium*.conf* /etc/cni/net.d/*flannel*.conf* \
  /etc/cni/net.d/*calico*.conf* /etc/cni/net.d/calico-kubeconfig /etc/cni/net.d/calico-tls; do
  case $lab_file in *.cilium_bak) continue ;; esac
  rm -rf "$lab_file"
done
# Cilium puts the configuration of others aside.
for lab_file in /etc/cni/net.d/*.cilium_bak; do
  [ ! -e "$lab_file" ] || mv "$lab_file" "${lab_file%.cilium_bak}"
done
lab_other_networks=$(find /etc/cni/net.d -name '*.conf*' 2>/dev/null)
if [ -z "$lab_other_networks" ]; then
  rm -rf /var/lib/cni
else
  rm -rf /var/lib/cni/flannel /var/lib/cni/networks/cbr0 /var/lib/cni/networks/lab-bridge /var/lib/cni/networks/k8s-pod-network
fi
rm -rf /run/flannel /run/cilium /run/calico /var/lib/calico /sys/fs/bpf/cilium
rm -f /sys/fs/bpf/tc/globals/cilium_* 2>/dev/null || :
lab_chains='KUBE-|FLANNEL-|LAB-|CILIUM_|OLD_CILIUM_|cali-' lab_tables='kube-proxy|flannel-ipv[46]'
[ -n "$lab_other_networks" ] || lab_chains="$lab_chains|CNI-" lab_tables="$lab_tables|cni_hostport|cni_plugins_masquerade"
# A batch for iptables-restore: our chains are emptied, what leads to them is deleted, then they are removed.
lab_without_chains() {
  sed -nE "s/^(:($lab_chains)[^ ]*) .*/\\1 - [0:0]/p" "$1"
  grep -vE "^-A ($lab_chains)" "$1" |
    sed -nE -e "/ -[jg] ($lab_chains)/s/^-A /-D /p" -e '/--comment "?flanneld/s/^-A /-D /p'
  sed -nE "s/^:(($lab_chains)[^ ]*) .*/-X \\1/p" "$1"
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
# Filters that Cilium has put on the host's own links would go on sending packets to maps that are gone.
lab_clean_filters() {
  tc filter show dev "$1" "$2" 2>/dev/null |
    sed -nE 's/^filter protocol ([a-z0-9]+) pref ([0-9]+) bpf .*cil_.*/\1 \2/p' | sort -u |
    while read -r lab_protocol lab_pref; do
      tc filter del dev "$1" "$2" protocol "$lab_protocol" pref "$lab_pref"
    done
}
for lab_path in /sys/class/net/*; do
  lab_link=${lab_path##*/}
  if command -v tc >/dev/null 2>&1; then
    lab_clean_filters "$lab_link" ingress
    lab_clean_filters "$lab_link" egress
  fi
  echo "$lab_link" | grep -qxE 'cni0|flannel\.1|flannel-v6\.1|flannel-wg(-v6)?|cilium_[a-z0-9]+|lxc_health|lxc[0-9a-f]{12,}|vxlan(-v6)?\.calico|wireguard\.cali|cali[0-9a-f]{11}|kube-ipvs0|nodelocaldns' || continue
  for lab_port in "$lab_path"/brif/*; do
    [ ! -e "$lab_port" ] || ip link delete "${lab_port##*/}" 2>/dev/null || :
  done
  # The other end of a pair has gone with the first.
  ip link delete "$lab_link" 2>/dev/null || [ ! -e "$lab_path" ] || lab_failed="$lab_failed $lab_link"
done
for lab_family in -4 -6; do
  ip "$lab_family" rule show 2>/dev/null | sed -nE 's/^([0-9]+):.* lookup (2004|2005)( .*)?$/\1/p' |
    while read -r lab_pref; do ip "$lab_family" rule delete pref "$lab_pref"; done
done
[ ! -e /etc/kubernetes/kubelet.conf ] || lab_failed="$lab_failed /etc/kubernetes/kubelet.conf"
if [ -n "$lab_failed" ]; then
  echo "could not be removed:$lab_failed" >&2
  exit 1
fi
rmdir /etc/kubernetes/pki/etcd /etc/kubernetes/pki 2>/dev/null || :
