lab_forget() {
  mv /etc/kubernetes/lab-before-renewal /etc/kubernetes/lab-before-renewal.part && rm -rf /etc/kubernetes/lab-before-renewal.part
}
lab_restore() {
  for lab_file in pki admin.conf super-admin.conf controller-manager.conf scheduler.conf; do
    if [ -e "/etc/kubernetes/lab-before-renewal/$lab_file" ]; then
      rm -rf "/etc/kubernetes/$lab_file" && cp -a "/etc/kubernetes/lab-before-renewal/$lab_file" /etc/kubernetes/ || return
    fi
  done
  lab_forget
}
lab_restart() {
  (
mkdir -p /etc/kubernetes/lab-stopped && chmod 0700 /etc/kubernetes/lab-stopped || exit
for lab_pod in kube-scheduler kube-controller-manager kube-apiserver etcd; do
  if [ -e "/etc/kubernetes/manifests/$lab_pod.yaml" ]; then mv -f "/etc/kubernetes/manifests/$lab_pod.yaml" "/etc/kubernetes/lab-stopped/$lab_pod.yaml" || exit; fi
done
lab_running() {
  for lab_pod in etcd kube-apiserver kube-controller-manager kube-scheduler; do
    crictl --runtime-endpoint unix:///run/containerd/containerd.sock ps --name "^$lab_pod\$" --state Running -q 2>/dev/null
  done
}
lab_left=120
while [ -n "$(lab_running)" ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the kubelet does not stop the control plane's pods; is it running?" >&2
    exit 1
  fi
  sleep 1
done
)
  lab_stopped=$?
  (
for lab_pod in etcd kube-apiserver kube-controller-manager kube-scheduler; do
  if [ -e "/etc/kubernetes/lab-stopped/$lab_pod.yaml" ]; then mv -f "/etc/kubernetes/lab-stopped/$lab_pod.yaml" "/etc/kubernetes/manifests/$lab_pod.yaml" || exit; fi
done
rmdir /etc/kubernetes/lab-stopped 2>/dev/null || :
) || return
  return "$lab_stopped"
}
lab_flag() {
  sed -n "s/^ *- *--$1=//p" /etc/kubernetes/manifests/kube-apiserver.yaml /etc/kubernetes/lab-stopped/kube-apiserver.yaml 2>/dev/null | head -n 1
}
lab_address=$(lab_flag advertise-address)
case $lab_address in
"") echo "the API server has no address in its manifest" >&2; exit 1 ;;
*:*) lab_server="[$lab_address]" ;;
*) lab_server=$lab_address ;;
esac
lab_port=$(lab_flag secure-port)
lab_server="https://$lab_server:${lab_port:-6443}"
cd /etc/kubernetes || exit
if [ -e /etc/kubernetes/lab-before-renewal ]; then lab_restore || exit; fi
rm -rf /etc/kubernetes/lab-before-renewal.part && mkdir -m 0700 /etc/kubernetes/lab-before-renewal.part || exit
for lab_file in pki admin.conf super-admin.conf controller-manager.conf scheduler.conf; do
  if [ -e "$lab_file" ]; then cp -a "$lab_file" /etc/kubernetes/lab-before-renewal.part/ || exit; fi
done
mv /etc/kubernetes/lab-before-renewal.part /etc/kubernetes/lab-before-renewal || exit
lab_work=$(mktemp -d /run/lab-renew.XXXXXX) || exit
trap 'rm -rf "$lab_work"' EXIT
kubeadm certs renew 'admin.conf' || { lab_restore; exit 1; }
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=10s' '-n' 'kube-system' 'get' 'configmap' 'kubeadm-config' '-o' 'jsonpath={.data.ClusterConfiguration}' >"$lab_work/cluster.yaml" || { lab_restore; exit 1; }
awk -v names='cp3 fd00::3' 'function put() { for (i = 1; i <= count; i++) if (!(list[i] in there)) printf "%s\"%s\"\n", dash, list[i]; done = 1 }
BEGIN { count = split(names, list, " "); dash = "  - " }
inside == 2 && /^ +- / { match($0, /^ +- /); dash = substr($0, 1, RLENGTH); name = substr($0, RLENGTH + 1); gsub(/["\047]/, "", name); there[name]; print; next }
inside == 2 { put(); inside = 1 }
inside && /^[^ ]/ { if (!done) { print "  certSANs:"; put() } inside = 0 }
/^apiServer: *\{\} *$/ { print "apiServer:"; print "  certSANs:"; put(); next }
/^apiServer:/ { inside = 1; print; next }
inside && /^  certSANs:/ { inside = 2; print; next }
{ print }
END { if (inside == 2) put(); if (!done) { if (!inside) print "apiServer:"; print "  certSANs:"; put() } }' "$lab_work/cluster.yaml" >"$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
lab_version=$(sed -n 's/^apiVersion: *//p' "$lab_work/cluster.yaml" | head -n 1)
printf -- '---\napiVersion: %s\nkind: InitConfiguration\nlocalAPIEndpoint:\n  advertiseAddress: "%s"\n' \
  "$lab_version" "$lab_address" >>"$lab_work/kubeadm.yaml"
printf 'nodeRegistration:\n  name: "%s"\n  criSocket: "%s"\n' 'cp1' unix:///run/containerd/containerd.sock >>"$lab_work/kubeadm.yaml"
rm -f pki/apiserver.crt pki/apiserver.key
kubeadm init phase certs apiserver --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
kubeadm init phase upload-config kubeadm --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
lab_restart || { lab_code=$?; lab_restore; exit "$lab_code"; }

lab_left=120
until timeout 7 kubectl --kubeconfig=/etc/kubernetes/admin.conf --server="$lab_server" --request-timeout=5s get --raw /readyz >/dev/null 2>&1; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the API server does not answer with the new certificates; those of before are put back" >&2
    lab_restore && lab_restart
    exit 1
  fi
  sleep 1
done
lab_forget
