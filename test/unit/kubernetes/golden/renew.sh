umask 077
lab_restore() {
  for lab_file in pki admin.conf super-admin.conf controller-manager.conf scheduler.conf; do
    if [ -e "/etc/kubernetes/lab-before-renewal/$lab_file" ]; then rm -rf "/etc/kubernetes/$lab_file" && cp -a "/etc/kubernetes/lab-before-renewal/$lab_file" /etc/kubernetes/; fi
  done
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
  (
for lab_pod in etcd kube-apiserver kube-controller-manager kube-scheduler; do
  if [ -e "/etc/kubernetes/lab-stopped/$lab_pod.yaml" ]; then mv -f "/etc/kubernetes/lab-stopped/$lab_pod.yaml" "/etc/kubernetes/manifests/$lab_pod.yaml" || exit; fi
done
rmdir /etc/kubernetes/lab-stopped 2>/dev/null || :
)
}
rm -rf /etc/kubernetes/lab-before-renewal && mkdir -m 0700 /etc/kubernetes/lab-before-renewal || exit
cd /etc/kubernetes || exit
for lab_file in pki admin.conf super-admin.conf controller-manager.conf scheduler.conf; do
  if [ -e "$lab_file" ]; then cp -a "$lab_file" /etc/kubernetes/lab-before-renewal/ || exit; fi
done
lab_work=$(mktemp -d /run/lab-renew.XXXXXX) || exit
trap 'rm -rf "$lab_work"' EXIT
'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=10s' '-n' 'kube-system' 'get' 'configmap' 'kubeadm-config' '-o' 'jsonpath={.data.ClusterConfiguration}' >"$lab_work/cluster.yaml" || exit
lab_address=$(sed -n 's/^ *- *--advertise-address=//p' /etc/kubernetes/manifests/kube-apiserver.yaml)
awk -v names='cp3 fd00::3' 'function put() { count = split(names, list, " "); for (i = 1; i <= count; i++) printf "  - \"%s\"\n", list[i] }
/^apiServer: *\{\} *$/ { print "apiServer:"; print "  certSANs:"; put(); done = 1; next }
/^apiServer:/ { inside = 1; print; next }
inside && /^  certSANs:/ { print; put(); done = 1; next }
inside && /^[^ ]/ { if (!done) { print "  certSANs:"; put(); done = 1 } inside = 0 }
{ print }
END { if (!done) { if (!inside) print "apiServer:"; print "  certSANs:"; put() } }' "$lab_work/cluster.yaml" >"$lab_work/kubeadm.yaml" || exit
lab_version=$(sed -n 's/^apiVersion: *//p' "$lab_work/cluster.yaml" | head -n 1)
printf -- '---\napiVersion: %s\nkind: InitConfiguration\nlocalAPIEndpoint:\n  advertiseAddress: "%s"\n' \
  "$lab_version" "$lab_address" >>"$lab_work/kubeadm.yaml" || exit
printf 'nodeRegistration:\n  name: "%s"\n  criSocket: "%s"\n' 'cp1' unix:///run/containerd/containerd.sock >>"$lab_work/kubeadm.yaml" || exit
rm -f pki/apiserver.crt pki/apiserver.key
kubeadm init phase certs apiserver --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
kubeadm init phase upload-config kubeadm --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
kubeadm certs renew 'admin.conf' || { lab_restore; exit 1; }
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
lab_code=$?
(
for lab_pod in etcd kube-apiserver kube-controller-manager kube-scheduler; do
  if [ -e "/etc/kubernetes/lab-stopped/$lab_pod.yaml" ]; then mv -f "/etc/kubernetes/lab-stopped/$lab_pod.yaml" "/etc/kubernetes/manifests/$lab_pod.yaml" || exit; fi
done
rmdir /etc/kubernetes/lab-stopped 2>/dev/null || :
) || exit
[ "$lab_code" -eq 0 ] || { lab_restore; exit "$lab_code"; }

lab_left=120
until 'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' '--raw' '/readyz' >/dev/null 2>&1; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the API server does not answer with the new certificates; those of before are put back" >&2
    lab_restore
    exit 1
  fi
  sleep 1
done
rm -rf /etc/kubernetes/lab-before-renewal
