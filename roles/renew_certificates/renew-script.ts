import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { criSocket, kubernetesFolder } from "../../src/kubernetes/paths.ts";
import { startPodsScript, stopPodsScript } from "../../src/kubernetes/static-pods.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";
import type { Renewal } from "./renewal-plan.ts";

const kept = `${kubernetesFolder}/lab-before-renewal`;

/** What kubeadm writes to when it renews, relative to /etc/kubernetes. */
const touched = ["pki", "admin.conf", "super-admin.conf", "controller-manager.conf", "scheduler.conf"];

/**
 * sh that renews certificates and restarts the pods that have read them. What was there before is kept until the API server
 * answers with the new ones, and put back where it does not.
 */
export function renewScript({ renew, missing, isWhole }: Renewal, node: string): string {
  return `umask 077
${restoreFunction}rm -rf ${kept} && mkdir -m 0700 ${kept} || exit
cd ${kubernetesFolder} || exit
for lab_file in ${touched.join(" ")}; do
  if [ -e "$lab_file" ]; then cp -a "$lab_file" ${kept}/ || exit; fi
done
lab_work=$(mktemp -d /run/lab-renew.XXXXXX) || exit
trap 'rm -rf "$lab_work"' EXIT
${missing.length > 0 ? newServerCertificate(missing, node) : ""}${(isWhole ? ["all"] : renew).map(renewOne).join("")}${restart}
lab_left=120
until ${kubectl(["get", "--raw", "/readyz"], { seconds: 5 })} >/dev/null 2>&1; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the API server does not answer with the new certificates; those of before are put back" >&2
    lab_restore
    exit 1
  fi
  sleep 1
done
rm -rf ${kept}
`;
}

const restart = `(
${stopPodsScript})
lab_code=$?
(
${startPodsScript}) || exit
[ "$lab_code" -eq 0 ] || { lab_restore; exit "$lab_code"; }
`;

const restoreFunction = `lab_restore() {
  for lab_file in ${touched.join(" ")}; do
    if [ -e "${kept}/$lab_file" ]; then rm -rf "${kubernetesFolder}/$lab_file" && cp -a "${kept}/$lab_file" ${kubernetesFolder}/; fi
  done
  (
${stopPodsScript})
  (
${startPodsScript})
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
  return `${configuration} >"$lab_work/cluster.yaml" || exit
lab_address=$(sed -n 's/^ *- *--advertise-address=//p' ${kubernetesFolder}/manifests/kube-apiserver.yaml)
awk -v names=${shQuote(missing.join(" "))} '${addNames}' "$lab_work/cluster.yaml" >"$lab_work/kubeadm.yaml" || exit
lab_version=$(sed -n 's/^apiVersion: *//p' "$lab_work/cluster.yaml" | head -n 1)
printf -- '---\\napiVersion: %s\\nkind: InitConfiguration\\nlocalAPIEndpoint:\\n  advertiseAddress: "%s"\\n' \\
  "$lab_version" "$lab_address" >>"$lab_work/kubeadm.yaml" || exit
printf 'nodeRegistration:\\n  name: "%s"\\n  criSocket: "%s"\\n' ${shQuote(node)} ${criSocket} >>"$lab_work/kubeadm.yaml" || exit
rm -f pki/apiserver.crt pki/apiserver.key
kubeadm init phase certs apiserver --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
kubeadm init phase upload-config kubeadm --config="$lab_work/kubeadm.yaml" || { lab_restore; exit 1; }
`;
}

/** Program of awk that puts names into apiServer.certSANs of the configuration as kubeadm writes it: keys in order, two blanks deep. */
export const addNames = `function put() { count = split(names, list, " "); for (i = 1; i <= count; i++) printf "  - \\"%s\\"\\n", list[i] }
/^apiServer: *\\{\\} *$/ { print "apiServer:"; print "  certSANs:"; put(); done = 1; next }
/^apiServer:/ { inside = 1; print; next }
inside && /^  certSANs:/ { print; put(); done = 1; next }
inside && /^[^ ]/ { if (!done) { print "  certSANs:"; put(); done = 1 } inside = 0 }
{ print }
END { if (!done) { if (!inside) print "apiServer:"; print "  certSANs:"; put() } }`;
