#!/bin/sh
# Makes prepared hosts into a cluster, as somebody does by hand who is careful, one step after the other: a cluster of
# kubeadm with the plain bridge plugin, routes and rules that come back after a boot, and a kubeconfig.
# by-hand.sh SSH_CONFIG KUBECONFIG VERSION POD_CIDR SERVICE_CIDR FIRST=ADDRESS [WORKER=ADDRESS...]
set -eu
ssh_config=$1 kubeconfig=$2 version=$3 pod_cidr=$4 service_cidr=$5
shift 5
first=${1%%=*} endpoint=${1#*=}:6443
admin='kubectl --kubeconfig=/etc/kubernetes/admin.conf'
sockets=$(mktemp -d)

# on HOST: runs the script on stdin there, over one connection for each host.
on() {
  ssh -F "$ssh_config" -o ControlMaster=auto -o ControlPersist=60 -o "ControlPath=$sockets/%n" "$1" sh -s
}

leave() {
  for node do
    ssh -F "$ssh_config" -o "ControlPath=$sockets/${node%%=*}" -O exit "${node%%=*}" 2>/dev/null || :
  done
  rm -rf "$sockets"
}
trap 'leave "$@"' EXIT

# kubeadm_config KIND NAME ADDRESS: what init and join have in common.
kubeadm_config() {
  cat <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: $1
nodeRegistration:
  name: $2
  criSocket: unix:///run/containerd/containerd.sock
  kubeletExtraArgs:
    - name: node-ip
      value: $3
YAML
}

# init NAME ADDRESS
init() {
  on "$1" <<SH
set -eu
umask 077
cat >/run/kubeadm.yaml <<'YAML'
$(kubeadm_config InitConfiguration "$1" "$2")
localAPIEndpoint:
  advertiseAddress: $2
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v$version
controlPlaneEndpoint: $endpoint
networking:
  podSubnet: $pod_cidr
  serviceSubnet: $service_cidr
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: systemd
YAML
umask 022
kubeadm config validate --config=/run/kubeadm.yaml
kubeadm init --config=/run/kubeadm.yaml --skip-token-print
rm /run/kubeadm.yaml
SH
}

# join NAME ADDRESS
join() {
  on "$1" <<SH
set -eu
umask 077
cat >/run/kubeadm.yaml <<'YAML'
$(kubeadm_config JoinConfiguration "$1" "$2")
discovery:
  bootstrapToken:
    apiServerEndpoint: $endpoint
    token: $token
    caCertHashes:
      - $authority
YAML
umask 022
kubeadm config validate --config=/run/kubeadm.yaml
kubeadm join --config=/run/kubeadm.yaml
rm /run/kubeadm.yaml
SH
}

# Prints "NAME POD_CIDR" of each node, once all have one.
networks() {
  on "$first" <<SH
set -eu
left=60
while :; do
  nodes=\$($admin get nodes -o jsonpath='{range .items[*]}{.metadata.name} {.spec.podCIDR}{"\n"}{end}')
  printf '%s\n' "\$nodes" | grep -q ' \$' || break
  left=\$((left - 1))
  [ "\$left" -gt 0 ] || { echo "nodes without a pod CIDR" >&2; exit 1; }
  sleep 1
done
printf '%s\n' "\$nodes"
SH
}

# routes NAME NODE=ADDRESS...: to the pods of all others.
routes() {
  own=$1
  shift
  for other do
    [ "${other%%=*}" != "$own" ] || continue
    to=$(printf '%s\n' "$nodes" | sed -n "s/^${other%%=*} //p")
    echo "route $to ${other#*=}"
  done
}

# connect NAME NODE=ADDRESS...: the pod network of one node.
connect() {
  own_cidr=$(printf '%s\n' "$nodes" | sed -n "s/^$1 //p")
  on "$1" <<SH
set -eu
mkdir -p /etc/cni/net.d
cat >/usr/local/sbin/pod-network <<'SCRIPT'
#!/bin/sh
# pod-network up|down
set -e
action=\$1
rule() {
  case \$action in
    up) iptables -w 5 -t "\$1" -C "\$2" \$3 2>/dev/null || iptables -w 5 -t "\$1" -A "\$2" \$3 ;;
    down) iptables -w 5 -t "\$1" -D "\$2" \$3 ;;
  esac
}
route() {
  case \$action in
    up) ip route replace "\$1" via "\$2" ;;
    down) ip route delete "\$1" via "\$2" ;;
  esac
}
rule nat POSTROUTING '-s $pod_cidr ! -d $pod_cidr -j MASQUERADE'
rule filter FORWARD '-s $pod_cidr -j ACCEPT'
rule filter FORWARD '-d $pod_cidr -j ACCEPT'
$(routes "$@")
SCRIPT
chmod 755 /usr/local/sbin/pod-network
cat >/etc/systemd/system/pod-network.service <<'UNIT'
[Unit]
Description=Routes and rules for pods
After=network-online.target
Wants=network-online.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/pod-network up
ExecStop=/usr/local/sbin/pod-network down
[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now pod-network
cat >/etc/cni/net.d/10-bridge.conflist <<'JSON'
{
  "cniVersion": "0.4.0",
  "name": "bridge",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "cni0",
      "isDefaultGateway": true,
      "hairpinMode": true,
      "ipam": { "type": "host-local", "ranges": [[{ "subnet": "$own_cidr" }]] }
    },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
JSON
SH
}

init "$first" "${1#*=}"

if [ $# -gt 1 ]; then
  lent=$(echo 'kubeadm token create --ttl 10m --print-join-command' | on "$first")
  token=$(printf '%s\n' "$lent" | sed -n 's/.*--token \([^ ]*\).*/\1/p')
  authority=$(printf '%s\n' "$lent" | sed -n 's/.*--discovery-token-ca-cert-hash \([^ ]*\).*/\1/p')
  for node do
    [ "${node%%=*}" = "$first" ] || join "${node%%=*}" "${node#*=}"
  done
  echo "kubeadm token delete ${token%%.*}" | on "$first"
fi

nodes=$(networks)
for node do connect "${node%%=*}" "$@"; done

echo "$admin wait --for=condition=Ready nodes --all --timeout=300s" | on "$first"
umask 077
echo 'cat /etc/kubernetes/admin.conf' | on "$first" >"$kubeconfig"
