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
lab_new=/var/lib/etcd/lab-snapshot.$$
trap 'rm -f "$lab_new" "$lab_new.part"' EXIT
umask 077
mkdir -p '/var/backups/lab/etcd' || exit
lab_etcdctl snapshot save "$lab_new" >/dev/null || exit
lab_etcdutl snapshot status "$lab_new" || exit
mv -f "$lab_new" '/var/backups/lab/etcd/before-1.34.db' && chmod 0600 '/var/backups/lab/etcd/before-1.34.db'
