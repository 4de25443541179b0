import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { adminKubeconfig, criSocket, kubernetesFolder } from "../../src/kubernetes/paths.ts";
import { startPodsScript, stopPodsScript, stoppedFolder } from "../../src/kubernetes/static-pods.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import type { Renewal } from "./renewal-plan.ts";

/** Where what was there before is kept, whole: it is there for as long as a renewal has not ended. */
export const keptFolder = `${kubernetesFolder}/lab-before-renewal`;

/** What is not whole, and so is never put back. */
const partFolder = `${keptFolder}.part`;

/** Seconds until the API server must answer with the new certificates. */
const patienceSeconds = 120;

/** What kubeadm writes to when it renews, relative to /etc/kubernetes. */
const touched = ["pki", "admin.conf", "super-admin.conf", "controller-manager.conf", "scheduler.conf"];

/**
 * sh that renews certificates and restarts the pods that have read them. What was there before is kept until the API server
 * of this host answers with the new ones, and put back where it does not; also by the next run, where one was interrupted.
 */
export function renewScript({ renew, missing, isWhole }: Renewal, node: string): string {
  return `${functions}${ownServer}cd ${kubernetesFolder} || exit
if [ -e ${keptFolder} ]; then lab_restore || exit; fi
rm -rf ${partFolder} && mkdir -m 0700 ${partFolder} || exit
for lab_file in ${touched.join(" ")}; do
  if [ -e "$lab_file" ]; then cp -a "$lab_file" ${partFolder}/ || exit; fi
done
mv ${partFolder} ${keptFolder} || exit
lab_work=$(mktemp -d /run/lab-renew.XXXXXX) || exit
trap 'rm -rf "$lab_work"' EXIT
${(isWhole ? ["all"] : renew).map(renewOne).join("")}${missing.length > 0 ? newServerCertificate(missing, node) : ""}${restart}
lab_left=${patienceSeconds}
until timeout 7 kubectl --kubeconfig=${adminKubeconfig} --server="$lab_server" --request-timeout=5s get --raw /readyz >/dev/null 2>&1; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the API server does not answer with the new certificates; those of before are put back" >&2
    lab_restore && lab_restart
    exit 1
  fi
  sleep 1
done
lab_forget
`;
}

/** An endpoint may lead to another control plane, which says nothing about this one. */
const ownServer = `lab_flag() {
  sed -n "s/^ *- *--$1=//p" ${kubernetesFolder}/manifests/kube-apiserver.yaml ${stoppedFolder}/kube-apiserver.yaml 2>/dev/null | head -n 1
}
lab_address=$(lab_flag advertise-address)
case $lab_address in
"") echo "the API server has no address in its manifest" >&2; exit 1 ;;
*:*) lab_server="[$lab_address]" ;;
*) lab_server=$lab_address ;;
esac
lab_port=$(lab_flag secure-port)
lab_server="https://$lab_server:\${lab_port:-6443}"
`;

const restart = `lab_restart || { lab_code=$?; lab_restore; exit "$lab_code"; }
`;

const functions = `lab_forget() {
  mv ${keptFolder} ${partFolder} && rm -rf ${partFolder}
}
lab_restore() {
  for lab_file in ${touched.join(" ")}; do
    if [ -e "${keptFolder}/$lab_file" ]; then
      rm -rf "${kubernetesFolder}/$lab_file" && cp -a "${keptFolder}/$lab_file" ${kubernetesFolder}/ || return
    fi
  done
  lab_forget
}
lab_restart() {
  (
${stopPodsScript})
  lab_stopped=$?
  (
${startPodsScript}) || return
  return "$lab_stopped"
}
`;

function renewOne(name: string): string {
  return `kubeadm certs renew ${shQuote(name)} || { lab_restore; exit 1; }\n`;
}

/**
 * kubeadm renews with the names that a certificate has; for others it needs the cluster's configuration, in which the names
 * are written, too, so that control planes that join later have them.
 */
function newServerCertificate(missing: readonly string[], node: string): string {
  const configuration = kubectl(
    [
      "-n",
      "kube-system",
      "get",
      "configmap",
      "kubeadm-config",
      "-o",
      "jsonpath={.data.ClusterConfiguration}",
    ],
    { seconds: 10 },
  );
  return `${configuration} >"$lab_work/cluster.yaml" || { lab_restore; exit 1; }
awk -v names=${shQuote(missing.join(" "))} '${addNames}' "$lab_work/cluster.yaml" >"$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
lab_version=$(sed -n 's/^apiVersion: *//p' "$lab_work/cluster.yaml" | head -n 1)
printf -- '---\\napiVersion: %s\\nkind: InitConfiguration\\nlocalAPIEndpoint:\\n  advertiseAddress: "%s"\\n' \\
  "$lab_version" "$lab_address" >>"$lab_work/kubeadm.yaml"
printf 'nodeRegistration:\\n  name: "%s"\\n  criSocket: "%s"\\n' ${shQuote(node)} ${criSocket} >>"$lab_work/kubeadm.yaml"
rm -f pki/apiserver.crt pki/apiserver.key
kubeadm init phase certs apiserver --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
kubeadm init phase upload-config kubeadm --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
`;
}

/**
 * Program of awk that puts names into apiServer.certSANs of the configuration as kubeadm writes it: keys two blanks deep, the
 * items of lists by any number. Those that are there already, as another control plane has put them, are left as they are.
 */
export const addNames = `function put() { for (i = 1; i <= count; i++) if (!(list[i] in there)) printf "%s\\"%s\\"\\n", dash, list[i]; done = 1 }
BEGIN { count = split(names, list, " "); dash = "  - " }
inside == 2 && /^ +- / { match($0, /^ +- /); dash = substr($0, 1, RLENGTH); name = substr($0, RLENGTH + 1); gsub(/["\\047]/, "", name); there[name]; print; next }
inside == 2 { put(); inside = 1 }
inside && /^[^ ]/ { if (!done) { print "  certSANs:"; put() } inside = 0 }
/^apiServer: *\\{\\} *$/ { print "apiServer:"; print "  certSANs:"; put(); next }
/^apiServer:/ { inside = 1; print; next }
inside && /^  certSANs:/ { inside = 2; print; next }
{ print }
END { if (inside == 2) put(); if (!done) { if (!inside) print "apiServer:"; print "  certSANs:"; put() } }`;
