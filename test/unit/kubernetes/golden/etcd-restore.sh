lab_snapshot=/tmp/upload
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
lab_file=/var/lib/etcd/lab-restore.db
trap 'rm -f "$lab_file"' EXIT
umask 077
rm -rf /var/lib/etcd/lab-restored || exit
cp "$lab_snapshot" "$lab_file" || exit
lab_etcdutl snapshot restore "$lab_file" '--name=cp1' '--initial-cluster=cp1=https://10.0.0.1:2380,cp2=https://[fd00::2]:2380' '--initial-cluster-token=lab-aaaaaaaaaaaa' '--initial-advertise-peer-urls=https://10.0.0.1:2380' '--data-dir=/var/lib/etcd/lab-restored' || exit
[ -d /var/lib/etcd/lab-restored/member ]
