lab_log_exists() {
  for lab_log in '/var/lib/etcd/member/wal'/*.wal; do [ -e "$lab_log" ] && return; done
  return 1
}
lab_begin() {
  systemctl stop etcd 2>/dev/null
  umask 022
  mkdir -p /run/lab-etcd && chmod 0755 /run/lab-etcd || return
  cat >/run/lab-etcd/etcd.conf.yml <<'LAB'
# Managed by lab: changes made here are overwritten.
name: etcd1
data-dir: /var/lib/etcd
listen-peer-urls: https://192.0.2.21:2380
listen-client-urls: https://127.0.0.1:2379,https://192.0.2.21:2379
listen-metrics-urls: http://127.0.0.1:2381
initial-advertise-peer-urls: https://192.0.2.21:2380
advertise-client-urls: https://192.0.2.21:2379
initial-cluster-token: prod
client-transport-security:
  client-cert-auth: true
  trusted-ca-file: /etc/kubernetes/pki/etcd/ca.crt
  cert-file: /etc/kubernetes/pki/etcd/server.crt
  key-file: /etc/kubernetes/pki/etcd/server.key
peer-transport-security:
  client-cert-auth: true
  trusted-ca-file: /etc/kubernetes/pki/etcd/ca.crt
  cert-file: /etc/kubernetes/pki/etcd/peer.crt
  key-file: /etc/kubernetes/pki/etcd/peer.key
LAB
  printf 'initial-cluster: "%s"\ninitial-cluster-state: %s\n' "$1" "$2" >>/run/lab-etcd/etcd.conf.yml
  echo CONFIG_FILE=/run/lab-etcd/etcd.conf.yml >/run/lab-etcd/environment
  systemctl daemon-reload
  systemctl enable etcd 2>/dev/null && systemctl start etcd || { rm -rf /run/lab-etcd; return 1; }
  lab_left=30
  until lab_log_exists; do
    lab_left=$((lab_left - 1))
    if [ "$lab_left" -le 0 ]; then
      echo "etcd did not begin its log:" >&2
      journalctl -u etcd -n 20 --no-pager >&2 2>/dev/null
      systemctl stop etcd
      rm -rf /run/lab-etcd
      return 1
    fi
    sleep 1
  done
  rm -rf /run/lab-etcd
}
lab_begin 'etcd1=https://192.0.2.21:2380' new
