import { posix } from "node:path";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Folders of which kubeadm, the kubelet or a reset change the content. */
const contents = ["/etc/kubernetes", "/etc/cni/net.d"];
/** Folders that kubeadm, the kubelet and containers make. */
const folders = [
  "/var/lib/kubelet",
  "/var/lib/etcd",
  "/var/lib/cni",
  "/var/log/pods",
  "/var/log/containers",
  "/usr/libexec/kubernetes",
];

const remember = `lab_remember() {
  mkdir -p "$lab_work/before" || return 1
  lab_kubelet=$(systemctl is-active kubelet 2>/dev/null) || :
  lab_new_pod_logs=yes
  [ ! -e /var/log/pods ] || lab_new_pod_logs=
  lab_new=
  for lab_folder in ${folders.join(" ")}; do
    [ -e "$lab_folder" ] || lab_new="$lab_new $lab_folder"
  done
  for lab_folder in ${contents.join(" ")}; do
    [ -d "$lab_folder/" ] || continue
    mkdir -p "$lab_work/before$lab_folder" && cp -a "$lab_folder/." "$lab_work/before$lab_folder/" || return 1
  done
}
`;

const putBack = `lab_put_back() {
  lab_code_back=0
  for lab_folder in $lab_new; do rm -rf "$lab_folder" || lab_code_back=1; done
  for lab_folder in ${contents.join(" ")}; do
    [ ! -d "$lab_folder/" ] || find "$lab_folder/" -xdev -mindepth 1 -delete || lab_code_back=1
    if [ -d "$lab_work/before$lab_folder" ]; then
      mkdir -p "$lab_folder" && cp -a "$lab_work/before$lab_folder/." "$lab_folder/" || lab_code_back=1
    elif [ -d "$lab_folder" ]; then
      rmdir "$lab_folder" || lab_code_back=1
    fi
  done
  # A kubelet without a configuration starts over and over; that is how packages leave it.
  case $lab_kubelet in active | activating) systemctl start --no-block kubelet || lab_code_back=1 ;; esac
  return "$lab_code_back"
}
`;

/**
 * sh functions that remember how a host is before kubeadm comes, and make it so again: `lab_remember` copies what a reset would
 * take, `lab_put_back` restores it after one, the kubelet's state included. Copies lie in memory: they may be keys.
 */
export const rememberScript = remember + putBack;

/** sh that keeps these files over a reset that comes first; the script ends where that fails. */
export function putAside(files: readonly string[]): string {
  return forEach(files, (file) => {
    const copy = `"$lab_work/kept"${shQuote(file)}`;
    return `if [ -e ${shQuote(file)} ] || [ -L ${shQuote(file)} ]; then
  mkdir -p "$lab_work/kept"${shQuote(posix.dirname(file))} && cp -a ${shQuote(file)} ${copy} || exit 1
fi`;
  });
}

/** sh that puts them back. */
export function putKeptBack(files: readonly string[]): string {
  return forEach(files, (file) => {
    const copy = `"$lab_work/kept"${shQuote(file)}`;
    return `if [ -e ${copy} ] || [ -L ${copy} ]; then
  mkdir -p ${shQuote(posix.dirname(file))} && cp -a ${copy} ${shQuote(file)} || exit 1
fi`;
  });
}

function forEach(files: readonly string[], lines: (file: string) => string): string {
  return files.map((file) => `${lines(file)}\n`).join("");
}
