umask 022
lab_work=/run/lab/kubeadm
lab_since=$(date +%s)
lab_logs=/var/log/lab/kubeadm-$(date -u +%Y%m%dT%H%M%SZ)
rm -rf "$lab_work"
mkdir -p /run/lab && mkdir -m 700 "$lab_work" || exit 1
trap 'rm -rf "$lab_work"' EXIT
trap 'exit 143' TERM HUP INT
lab_now() { read -r lab_up _ </proc/uptime; echo "${lab_up%%.*}"; }
lab_ask() {
timeout 7 'kubectl' '--kubeconfig=/dev/stdin' '--request-timeout=5s' 'get' '--raw' '/version' <<'LAB'
apiVersion: v1
kind: Config
clusters: [{name: any, cluster: {server: "https://10.0.0.9:6443", insecure-skip-tls-verify: true}}]
users: [{name: anonymous, user: {username: anonymous, password: anonymous}}]
contexts: [{name: any, context: {cluster: any, user: anonymous}}]
current-context: any
LAB
}
lab_end=$(($(lab_now) + 60))
until lab_said=$(lab_ask 2>&1 >/dev/null); do
  case $lab_said in *Unauthorized* | *Forbidden* | *'must be logged in'*) break ;; esac
  if [ "$(lab_now)" -lt "$lab_end" ]; then sleep 1; continue; fi
  lab_server='https://10.0.0.9:6443'
  case $lab_said in
    *'no such host'* | *'lookup '*) echo "this host cannot resolve the name in $lab_server: check its DNS, or /etc/hosts" ;;
    *refused*) echo "$lab_server refuses connections: no API server runs there, or not yet" ;;
    '' | *Timeout* | *'deadline exceeded'* | *'i/o timeout'*)
      echo "$lab_server does not answer this host: check the route to it, and firewalls between" ;;
    *) echo "$lab_server does not answer as an API server" ;;
  esac >&2
  printf '%s\n' "$lab_said" >&2
  exit 1
done

# What kubeadm would not take is known before anything is changed.
(
  umask 077
  lab_put() { cat || exit 1; }
  rm -f '/run/lab/kubeadm/config.yaml' || exit 1
  {
lab_put <<'LAB'
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
LAB
printf '%s%s"\n' '    token: "' "${LAB_TOKEN:?}" || exit 1
lab_put <<'LAB'
    apiServerEndpoint: 10.0.0.9:6443
    caCertHashes:
LAB
printf '%s%s"\n' '      - "' "${LAB_CA_HASH:?}" || exit 1
lab_put <<'LAB'
controlPlane:
  localAPIEndpoint:
    advertiseAddress: 10.0.0.12
    bindPort: 6443
LAB
printf '%s%s"\n' '  certificateKey: "' "${LAB_CERTIFICATE_KEY:?}" || exit 1
lab_put <<'LAB'
nodeRegistration:
  name: cp2
  criSocket: unix:///run/containerd/containerd.sock
  kubeletExtraArgs:
    - name: node-ip
      value: 10.0.0.12
LAB
  } >'/run/lab/kubeadm/config.yaml' || exit 1
) || exit 1

kubeadm config validate --config=/run/lab/kubeadm/config.yaml >"$lab_work/validated" 2>&1 || { cat "$lab_work/validated" >&2; exit 1; }
lab_reset() (
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
)
lab_journal() {
  case $2 in
    all) journalctl -q -u "$1" -n 2000 --no-pager -o short-iso 2>/dev/null ;;
    *) journalctl -q -u "$1" --since "@$lab_since" --no-pager -o "$2" 2>/dev/null ;;
  esac
}
lab_save_logs() {
  mkdir -p "$lab_logs" && chmod 700 "$lab_logs" || return 1
  for lab_unit in kubelet containerd; do lab_journal "$lab_unit" "$1" >"$lab_logs/$lab_unit.log"; done
  cp /var/lib/lab/kubeadm/output "$lab_logs/kubeadm.log" 2>/dev/null || :
  cp "$lab_work/errors" "$lab_logs/kubeadm-errors.log" 2>/dev/null || :
  # Of the pods of the control plane: what the API server says when it does not start.
  if [ -n "${lab_new_pod_logs-}" ] && [ -d /var/log/pods ]; then cp -R /var/log/pods "$lab_logs/pods" 2>/dev/null || :; fi
}
lab_show() {
  [ -z "$2" ] || printf '%s\n%s\n' "$1" "$2" >&2
}
lab_report() {
  lab_show 'kubelet:' "$(lab_journal kubelet cat | tail -n 8)"
  lab_show 'containerd:' "$(lab_journal containerd cat | tail -n 4)"
  lab_show 'kubeadm:' "$(tail -n 4 /var/lib/lab/kubeadm/output 2>/dev/null || tail -n 4 "$lab_logs/kubeadm.log" 2>/dev/null)"
  tail -n 16 "$lab_work/errors" >&2
  grep '^etcd still counts' "$lab_logs/reset.log" >&2
  if [ "$3" -eq 0 ]; then lab_state='the host is as it was before'
  else
    tail -n 3 "$lab_logs/reset.log" >&2
    lab_state='not all of it could be taken back, and the next run begins with a reset'
  fi
  echo "$1 failed with exit code $2: $lab_state. All logs: $lab_logs" >&2
}
lab_remember() {
  mkdir -p "$lab_work/before" || return 1
  lab_kubelet=$(systemctl is-active kubelet 2>/dev/null) || :
  lab_new_pod_logs=yes
  [ ! -e /var/log/pods ] || lab_new_pod_logs=
  lab_new=
  for lab_folder in /var/lib/kubelet /var/lib/etcd /var/lib/cni /var/log/pods /var/log/containers /usr/libexec/kubernetes; do
    [ -e "$lab_folder" ] || lab_new="$lab_new $lab_folder"
  done
  for lab_folder in /etc/kubernetes /etc/cni/net.d; do
    [ -d "$lab_folder/" ] || continue
    mkdir -p "$lab_work/before$lab_folder" && cp -a "$lab_folder/." "$lab_work/before$lab_folder/" || return 1
  done
}
lab_put_back() {
  lab_code_back=0
  for lab_folder in $lab_new; do rm -rf "$lab_folder" || lab_code_back=1; done
  for lab_folder in /etc/kubernetes /etc/cni/net.d; do
    [ ! -d "$lab_folder/" ] || find "$lab_folder/" -xdev -mindepth 1 -delete || lab_code_back=1
    if [ -d "$lab_work/before$lab_folder" ]; then
      mkdir -p "$lab_folder" && cp -a "$lab_work/before$lab_folder/." "$lab_folder/" || lab_code_back=1
    elif [ -d "$lab_folder" ]; then
      rmdir "$lab_folder" || lab_code_back=1
    fi
  done
  # A kubelet without a configuration starts over and over; that is how packages leave it.
  case $lab_kubelet in active | activating) systemctl start --no-block kubelet || lab_code_back=1 ;; esac
  return "$lab_code_back"
}
lab_save_logs all
if [ -e '/etc/kubernetes/manifests/kube-vip.yaml' ] || [ -L '/etc/kubernetes/manifests/kube-vip.yaml' ]; then
  mkdir -p "$lab_work/kept"'/etc/kubernetes/manifests' && cp -a '/etc/kubernetes/manifests/kube-vip.yaml' "$lab_work/kept"'/etc/kubernetes/manifests/kube-vip.yaml' || exit 1
fi
if [ -e '/etc/kubernetes/kube-vip.conf' ] || [ -L '/etc/kubernetes/kube-vip.conf' ]; then
  mkdir -p "$lab_work/kept"'/etc/kubernetes' && cp -a '/etc/kubernetes/kube-vip.conf' "$lab_work/kept"'/etc/kubernetes/kube-vip.conf' || exit 1
fi
if [ -e /etc/kubernetes/kubelet.conf ]; then
  systemctl stop kubelet 2>/dev/null || :
  timeout 20 'kubectl' '--kubeconfig=/etc/kubernetes/kubelet.conf' '--request-timeout=5s' '--server=https://10.0.0.9:6443' 'patch' 'node' 'cp2' '--subresource=status' '-p' '{"status":{"conditions":[{"type":"Ready","status":"False","reason":"LabReset","message":"the host joins again"}]}}' >/dev/null 2>&1 || :
fi
lab_reset >"$lab_logs/reset.log" 2>&1 || { cat "$lab_logs/reset.log" >&2; exit 1; }
if [ -e "$lab_work/kept"'/etc/kubernetes/manifests/kube-vip.yaml' ] || [ -L "$lab_work/kept"'/etc/kubernetes/manifests/kube-vip.yaml' ]; then
  mkdir -p '/etc/kubernetes/manifests' && cp -a "$lab_work/kept"'/etc/kubernetes/manifests/kube-vip.yaml' '/etc/kubernetes/manifests/kube-vip.yaml' || exit 1
fi
if [ -e "$lab_work/kept"'/etc/kubernetes/kube-vip.conf' ] || [ -L "$lab_work/kept"'/etc/kubernetes/kube-vip.conf' ]; then
  mkdir -p '/etc/kubernetes' && cp -a "$lab_work/kept"'/etc/kubernetes/kube-vip.conf' '/etc/kubernetes/kube-vip.conf' || exit 1
fi
echo "what was left of an earlier attempt is reset; its logs are in $lab_logs"
lab_logs=$lab_logs-again
lab_remember || exit 1
mkdir -p /var/lib/lab/kubeadm || exit 1
echo join >/var/lib/lab/kubeadm/name && : >/var/lib/lab/kubeadm/output || exit 1

# The exit code of a pipe is that of its end, so it passes through a file.
{
  lab_code=0
  timeout -k 30 600 kubeadm 'join' '--config=/run/lab/kubeadm/config.yaml' 2>"$lab_work/errors" </dev/null || lab_code=$?
  echo "$lab_code" >"$lab_work/code"
} | tee /var/lib/lab/kubeadm/output
lab_code=$(cat "$lab_work/code" 2>/dev/null) || lab_code=1
lab_finish() {
  :
}
if [ "$lab_code" -eq 0 ]; then
  if lab_finish 2>>"$lab_work/errors"; then
    rm -rf /var/lib/lab/kubeadm
    cat "$lab_work/errors" >&2
    exit 0
  fi
  lab_code=1
elif [ "$lab_code" -eq 124 ]; then
  echo "kubeadm join took longer than 600 s and was ended" >>"$lab_work/errors"
fi
lab_save_logs short-iso
{
# A kubelet that goes on could register the Node after it was looked for.
systemctl stop kubelet 2>/dev/null || :
if [ -e /etc/kubernetes/kubelet.conf ]; then
  for lab_try in 1 2 3; do
    lab_said=$(timeout 20 'kubectl' '--kubeconfig=/etc/kubernetes/kubelet.conf' '--request-timeout=5s' '--server=https://10.0.0.9:6443' 'label' 'node' 'cp2' 'lab/departed=true' '--overwrite' 2>&1) && break
    case $lab_said in *NotFound* | *'not found'*) break ;; esac
    sleep "$lab_try"
  done
fi
} >/dev/null 2>&1
lab_reset >>"$lab_logs/reset.log" 2>&1 && lab_put_back
lab_state=$?
lab_report 'kubeadm join' "$lab_code" "$lab_state"
exit "$lab_code"
