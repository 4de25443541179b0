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
