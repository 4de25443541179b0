import { criSocket, kubeletKubeconfig, kubernetesFolder } from "./paths.ts";
import { resetNetworkScript } from "./reset-network-script.ts";

/** Seconds that `kubeadm reset` may take; it stops each pod, and tries for a while to reach etcd and the API server. */
const patienceSeconds = 240;

/** A host needs no longer than this for the whole script. */
export const resetTimeoutMs = (patienceSeconds + 120) * 1000;

/**
 * sh, as root in a shell of its own, that takes Kubernetes off a host: `kubeadm reset` (which removes a stacked etcd member
 * from its cluster where that answers), and what it leaves: kubelet state and mounts, pods, kubeconfigs, CNI configuration
 * of lab, Flannel, Calico and Cilium, links, rules. The programs, the kubelet's unit, containerd, its images, and all that
 * is not Kubernetes' stay. Safe to run again, and where there is nothing. Ends with 1 where something could not be removed,
 * and names it on stderr. The Node object stays: nobody on a worker may delete it.
 */
export function resetScript(): string {
  return `${prepare}${runKubeadm}${removePods}${removeState}${removeNetworks}${resetNetworkScript}${judge}`;
}

const prepare = `lab_failed=
# A service of its own keeps its data in the place where kubeadm has that of its pod.
lab_skip=
if systemctl is-active --quiet etcd 2>/dev/null; then lab_skip=--skip-phases=remove-etcd-member; fi
# Copies of admin.conf that somebody works with; after the reset nothing tells them from others.
lab_copies=
for lab_file in /root/.kube/config /home/*/.kube/config; do
  if cmp -s "$lab_file" ${kubernetesFolder}/admin.conf; then lab_copies="$lab_copies $lab_file"; fi
done
`;

const runKubeadm = `if command -v kubeadm >/dev/null 2>&1; then
  # shellcheck disable=SC2086 # no flag, or one
  lab_said=$(timeout -k 10 ${patienceSeconds} kubeadm reset --force --cri-socket=${criSocket} $lab_skip </dev/null 2>&1) ||
    echo "kubeadm reset ended with exit code $?; its work is done by hand" >&2
  printf '%s\\n' "$lab_said"
  case $lab_said in *'Failed to remove etcd member'*)
    echo "etcd still counts this host as a member, where others are left: take it away there (etcdctl member remove)" >&2 ;;
  esac
fi
systemctl stop kubelet 2>/dev/null || :
systemctl reset-failed kubelet 2>/dev/null || :
`;

/** kubeadm removes pods as long as containerd answers; what is left would keep ports and mounts. */
const removePods = `lab_ctr() { timeout 30 ctr --connect-timeout 5s -n k8s.io "$@" 2>/dev/null; }
if grep -q ' /run/containerd/containerd.sock$' /proc/net/unix && command -v ctr >/dev/null 2>&1; then
  if command -v crictl >/dev/null 2>&1 && [ -n "$(lab_ctr containers ls -q)" ]; then
    timeout 60 crictl --runtime-endpoint ${criSocket} rmp --force --all >/dev/null 2>&1 || :
  fi
  for lab_container in $(lab_ctr containers ls -q); do
    lab_ctr tasks rm --force "$lab_container" >/dev/null || :
    lab_ctr containers rm "$lab_container" >/dev/null || lab_failed="$lab_failed container:$lab_container"
  done
fi
`;

const removeState = `# The kernel writes a blank in a mount point as \\040, which printf %b reads.
lab_unmount() {
  cut -d ' ' -f 5 /proc/self/mountinfo | grep -E "^($1)" | sort -r | while IFS= read -r lab_point; do
    lab_point=$(printf '%b' "$lab_point")
    umount "$lab_point" 2>/dev/null || umount -l "$lab_point" || :
  done
}
lab_unmount '/var/lib/kubelet/|/run/netns/cni-|/var/run/netns/cni-|/run/cilium/'
rm -f /run/netns/cni-* 2>/dev/null || :
# Never into a file system that could not be unmounted: it may be a volume with data.
for lab_folder in /var/lib/kubelet ${kubernetesFolder}/manifests ${kubernetesFolder}/pki; do
  [ ! -d "$lab_folder/" ] || find "$lab_folder/" -xdev -mindepth 1 -delete || lab_failed="$lab_failed $lab_folder"
done
if [ -z "$lab_skip" ] && [ -d /var/lib/etcd/ ]; then
  find /var/lib/etcd/ -xdev -mindepth 1 -delete || lab_failed="$lab_failed /var/lib/etcd"
fi
for lab_name in admin super-admin kubelet bootstrap-kubelet controller-manager scheduler; do
  rm -f "${kubernetesFolder}/$lab_name.conf" || lab_failed="$lab_failed $lab_name.conf"
done
rm -f ${kubernetesFolder}/kube-vip.conf
for lab_file in $lab_copies; do rm -f "$lab_file"; done
rm -rf /var/lib/lab/kubeadm
`;

const removeNetworks = `# The plain bridge of lab: a unit that sets routes and rules at boot, and routes with a number of their own.
if [ -e /etc/systemd/system/lab-pod-network.service ]; then
  systemctl disable --now lab-pod-network.service 2>/dev/null || :
  rm -f /etc/systemd/system/lab-pod-network.service
  systemctl daemon-reload 2>/dev/null || :
fi
rm -f /usr/local/sbin/lab-pod-network
for lab_family in -4 -6; do ip "$lab_family" route flush proto 76 2>/dev/null || :; done
for lab_file in /etc/cni/net.d/*lab-bridge.conflist /etc/cni/net.d/*cilium*.conf* /etc/cni/net.d/*flannel*.conf* \\
  /etc/cni/net.d/*calico*.conf* /etc/cni/net.d/calico-kubeconfig /etc/cni/net.d/calico-tls; do
  case $lab_file in *.cilium_bak) continue ;; esac
  rm -rf "$lab_file"
done
# Cilium puts the configuration of others aside.
for lab_file in /etc/cni/net.d/*.cilium_bak; do
  [ ! -e "$lab_file" ] || mv "$lab_file" "\${lab_file%.cilium_bak}"
done
lab_other_networks=$(find /etc/cni/net.d -name '*.conf*' 2>/dev/null)
if [ -z "$lab_other_networks" ]; then
  rm -rf /var/lib/cni
else
  rm -rf /var/lib/cni/flannel /var/lib/cni/networks/cbr0 /var/lib/cni/networks/lab-bridge /var/lib/cni/networks/k8s-pod-network
fi
rm -rf /run/flannel /run/cilium /run/calico /var/lib/calico /sys/fs/bpf/cilium
rm -f /sys/fs/bpf/tc/globals/cilium_* 2>/dev/null || :
`;

const judge = `[ ! -e ${kubeletKubeconfig} ] || lab_failed="$lab_failed ${kubeletKubeconfig}"
if [ -n "$lab_failed" ]; then
  echo "could not be removed:$lab_failed" >&2
  exit 1
fi
`;
