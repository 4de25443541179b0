lab_crictl() { crictl --runtime-endpoint unix:///run/containerd/containerd.sock "$@"; }
lab_etcd_container() { lab_crictl ps --name '^etcd$' --state Running -q 2>/dev/null | head -n 1; }
lab_etcdctl() {
  if command -v etcdctl >/dev/null 2>&1; then
    ETCDCTL_API=3 etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt --key=/etc/kubernetes/pki/etcd/healthcheck-client.key "$@"
    return
  fi
  lab_container=$(lab_etcd_container)
  if [ -z "$lab_container" ]; then
    echo "no etcd runs here, and there is no etcdctl" >&2
    return 1
  fi
  lab_crictl exec "$lab_container" etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt --key=/etc/kubernetes/pki/etcd/healthcheck-client.key "$@"
}
lab_etcdutl() {
  if command -v etcdutl >/dev/null 2>&1; then etcdutl "$@"; return; fi
  if command -v etcdctl >/dev/null 2>&1; then ETCDCTL_API=3 etcdctl "$@"; return; fi
  lab_container=$(lab_etcd_container)
  if [ -n "$lab_container" ]; then
    if lab_crictl exec "$lab_container" etcdutl version >/dev/null 2>&1; then
      lab_crictl exec "$lab_container" etcdutl "$@"
    else
      lab_crictl exec "$lab_container" etcdctl "$@"
    fi
    return
  fi
  lab_image=$(cat /etc/kubernetes/manifests/etcd.yaml /etc/kubernetes/lab-stopped/etcd.yaml 2>/dev/null |
    sed -n 's/^ *image: *"\{0,1\}\([^" ]*\).*/\1/p' | head -n 1)
  if [ -z "$lab_image" ]; then
    echo "there is no etcdutl, and no etcd whose image holds one" >&2
    return 1
  fi
  ctr -n k8s.io run --rm --mount type=bind,src=/var/lib/etcd,dst=/var/lib/etcd,options=rbind:rw "$lab_image" \
    "lab-etcdutl-$$" etcdutl "$@"
}

lab_left=120
until 'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' '--raw' '/readyz' >/dev/null 2>&1; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the API server is not ready:" >&2
    'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=5s' 'get' '--raw' '/readyz?verbose' >&2
    exit 1
  fi
  sleep 1
done
if ! 'kubectl' '--kubeconfig=/etc/kubernetes/admin.conf' '--request-timeout=0s' 'wait' '--for=condition=Ready' 'node' '--all' '--timeout=120s' >/dev/null; then
  echo "not all nodes are ready:" >&2
  kubectl --kubeconfig=/etc/kubernetes/admin.conf --request-timeout=5s get nodes >&2
  exit 1
fi
if [ -e /etc/kubernetes/manifests/etcd.yaml ]; then
  until lab_said=$(lab_etcdctl endpoint health --cluster 2>&1); do
    lab_left=$((lab_left - 1))
    if [ "$lab_left" -le 0 ]; then
      printf 'etcd is not healthy:\n%s\n' "$lab_said" >&2
      exit 1
    fi
    sleep 1
  done
fi
