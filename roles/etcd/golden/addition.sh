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
lab_open() {
  for lab_url in "$@"; do
    (
      timeout 2 openssl s_client -connect "${lab_url#https://}" -CAfile /etc/kubernetes/pki/etcd/ca.crt \
        -cert /etc/kubernetes/pki/etcd/healthcheck-client.crt -key /etc/kubernetes/pki/etcd/healthcheck-client.key </dev/null >/dev/null 2>&1 &&
        echo "$lab_url"
    ) &
  done
  wait
}
lab_endpoints() { lab_open "$@" | sort | tr '\n' ',' | sed 's/,$//'; }
lab_patiently() {
  lab_deadline=$(($(date +%s) + 40))
  until lab_answer=$(ETCDCTL_API=3 etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt --key=/etc/kubernetes/pki/etcd/healthcheck-client.key --dial-timeout=2s --command-timeout=5s --endpoints="$lab_at" "$@" 2>&1); do
    if [ "$(date +%s)" -ge "$lab_deadline" ]; then printf '%s\n' "$lab_answer" >&2; return 1; fi
    sleep 1
  done
  printf '%s\n' "$lab_answer"
}
lab_at=$(lab_endpoints 'https://192.0.2.22:2379' 'https://[fd00::23]:2379')
if [ -z "$lab_at" ]; then echo "no member of etcd answers" >&2; exit 1; fi
systemctl stop etcd 2>/dev/null
lab_patiently member remove '111ec5e873298eef' >/dev/null || exit 1
lab_said=$(lab_patiently member add 'etcd1' --peer-urls='https://192.0.2.21:2380') || exit 1
lab_id=$(printf '%s\n' "$lab_said" | sed -n 's/^Member \([0-9a-f]*\) added .*/\1/p')
lab_initial=$(printf '%s\n' "$lab_said" | sed -n 's/^ETCD_INITIAL_CLUSTER="\(.*\)"$/\1/p')
if ! (lab_begin "$lab_initial" existing); then
  systemctl stop etcd
  lab_patiently member remove "$lab_id" >&2
  exit 1
fi
lab_deadline=$(($(date +%s) + 90))
until lab_said=$(ETCDCTL_API=3 etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt --key=/etc/kubernetes/pki/etcd/healthcheck-client.key --dial-timeout=2s --command-timeout=5s --endpoints=https://127.0.0.1:2379 endpoint health 2>&1); do
  if [ "$(date +%s)" -ge "$lab_deadline" ]; then
    printf 'etcd is not healthy: %s\n' "$lab_said" >&2
    journalctl -u etcd -n 20 --no-pager >&2 2>/dev/null
    exit 1
  fi
  sleep 1
done
