import { criSocket } from "./paths.ts";

/** The member's own PKI: made by kubeadm on control planes, by the role etcd on hosts that hold nothing but etcd. */
export const etcdPki = "/etc/kubernetes/pki/etcd";

/** Where the member keeps its data; its container sees the same path. */
export const etcdData = "/var/lib/etcd";

const access = [
  "--endpoints=https://127.0.0.1:2379",
  `--cacert=${etcdPki}/ca.crt`,
  `--cert=${etcdPki}/healthcheck-client.crt`,
  `--key=${etcdPki}/healthcheck-client.key`,
].join(" ");

/**
 * sh that defines two functions for a host with a member of etcd: `lab_etcdctl` speaks to that member, `lab_etcdutl` works
 * on files below its data directory. The programs are those of the host, else those in the member's container; where that
 * does not run, `lab_etcdutl` starts one of the same image. etcd 3.6 has the work on files in etcdutl only, 3.4 in etcdctl.
 */
export const etcdFunctions = `lab_crictl() { crictl --runtime-endpoint ${criSocket} "$@"; }
lab_etcd_container() { lab_crictl ps --name '^etcd$' --state Running -q 2>/dev/null | head -n 1; }
lab_etcdctl() {
  if command -v etcdctl >/dev/null 2>&1; then
    ETCDCTL_API=3 etcdctl ${access} "$@"
    return
  fi
  lab_container=$(lab_etcd_container)
  if [ -z "$lab_container" ]; then
    echo "no etcd runs here, and there is no etcdctl" >&2
    return 1
  fi
  lab_crictl exec "$lab_container" etcdctl ${access} "$@"
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
    sed -n 's/^ *image: *"\\{0,1\\}\\([^" ]*\\).*/\\1/p' | head -n 1)
  if [ -z "$lab_image" ]; then
    echo "there is no etcdutl, and no etcd whose image holds one" >&2
    return 1
  fi
  ctr -n k8s.io run --rm --mount type=bind,src=${etcdData},dst=${etcdData},options=rbind:rw "$lab_image" \\
    "lab-etcdutl-$$" etcdutl "$@"
}
`;

/**
 * sh that saves a snapshot of the member here as `path`, 0600, once its status shows that it is whole. Needs
 * `etcdFunctions` before it; what stood at the path is replaced at the end only.
 */
export function snapshotScript(path: string): string {
  return `lab_new=${etcdData}/lab-snapshot.$$
trap 'rm -f "$lab_new" "$lab_new.part"' EXIT
umask 077
mkdir -p '${folderOf(path)}' || exit
lab_etcdctl snapshot save "$lab_new" >/dev/null || exit
lab_etcdutl snapshot status "$lab_new" || exit
mv -f "$lab_new" '${path}' && chmod 0600 '${path}'
`;
}

function folderOf(path: string): string {
  return path.replace(/\/[^/]*$/, "");
}
