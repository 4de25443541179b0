umask 077
lab_work=$(mktemp -d /run/lab-etcd-pki.XXXXXX) || exit 1
trap 'rm -rf "$lab_work"' EXIT
cd "$lab_work" || exit 1
lab_openssl() {
  openssl "$@" </dev/null >"$lab_work/said" 2>&1 || { cat "$lab_work/said" >&2; return 1; }
}
lab_sign() { # certificate, key, common name, days, owner
  if ! openssl pkey -in "$2" -noout </dev/null >/dev/null 2>&1; then
    lab_openssl genrsa -out "$lab_work/new.key" 2048 || return
    chown "$5" "$lab_work/new.key" && mv "$lab_work/new.key" "$2" || return
  fi
  lab_openssl req -new -sha256 -key "$2" -subj "/CN=$3" -config "$lab_work/leaf.cnf" -out "$lab_work/new.csr" || return
  lab_openssl x509 -req -sha256 -in "$lab_work/new.csr" -CA /etc/kubernetes/pki/etcd/ca.crt -CAkey /etc/kubernetes/pki/etcd/ca.key \
    -set_serial "0x$(openssl rand -hex 16)" -days "$4" -extfile "$lab_work/leaf.cnf" -extensions leaf \
    -out "$lab_work/new.crt" || return
  chmod 0644 "$lab_work/new.crt" && mv "$lab_work/new.crt" "$1"
}
cat >"$lab_work/leaf.cnf" <<'LAB'
[req]
prompt = no
distinguished_name = name
[name]
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth
authorityKeyIdentifier = keyid
subjectAltName = DNS:etcd1, IP:192.0.2.21, IP:fd00::21
LAB
lab_sign '/etc/kubernetes/pki/etcd/server.crt' '/etc/kubernetes/pki/etcd/server.key' 'etcd1' '365' 'etcd' || exit 1
cat >"$lab_work/leaf.cnf" <<'LAB'
[req]
prompt = no
distinguished_name = name
[name]
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth
authorityKeyIdentifier = keyid
subjectAltName = DNS:etcd1, IP:192.0.2.21, IP:fd00::21
LAB
lab_sign '/etc/kubernetes/pki/etcd/peer.crt' '/etc/kubernetes/pki/etcd/peer.key' 'etcd1' '365' 'etcd' || exit 1
cat >"$lab_work/leaf.cnf" <<'LAB'
[req]
prompt = no
distinguished_name = name
[name]
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = clientAuth
authorityKeyIdentifier = keyid
LAB
lab_sign '/etc/kubernetes/pki/etcd/healthcheck-client.crt' '/etc/kubernetes/pki/etcd/healthcheck-client.key' 'kube-etcd-healthcheck-client' '365' 'root' || exit 1
