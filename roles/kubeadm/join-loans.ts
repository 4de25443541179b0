import { deleteDepartedNodes } from "../../src/kubernetes/departed-node.ts";
import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { adminKubeconfig, criSocket } from "../../src/kubernetes/paths.ts";
import type { Loan } from "../../src/resources/change.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** The shell variables in which a join finds what it was lent. */
export const lent = {
  token: { shellVariable: "LAB_TOKEN" },
  authorityHash: { shellVariable: "LAB_CA_HASH" },
  certificateKey: { shellVariable: "LAB_CERTIFICATE_KEY" },
} as const;

const timeoutMs = 120_000;
const inSystem = ["-n", "kube-system"];

/** sh that runs commands beside those that follow, until `wait`. */
function meanwhile(commands: string): string {
  return `{\n${commands}} &\n`;
}

/**
 * The token with which nodes join a cluster in this run, and the hash of the cluster's authority. kubeadm makes it up, so that
 * it is in no list of processes.
 */
export function joinToken(cluster: string, from: readonly string[], lifetime: string): Loan {
  const description = `lab: nodes that join ${cluster}`;
  const create = `kubeadm token create --ttl ${shQuote(lifetime)} --description ${shQuote(description)} --print-join-command`;
  return {
    name: `join token of ${cluster}`,
    from,
    script: `${meanwhile(deleteDepartedNodes)}lab_command=$(${create} </dev/null) || exit 1
wait
# shellcheck disable=SC2086 # words
set -- $lab_command
while [ $# -gt 1 ]; do
  case $1 in
    --token) printf 'LAB_TOKEN=%s\\n' "$2" ;;
    --discovery-token-ca-cert-hash) printf 'LAB_CA_HASH=%s\\n' "$2" ;;
  esac
  shift
done
`,
    // The part before the point names the token; the other is the secret.
    revoke: `${meanwhile(deleteDepartedNodes)}kubeadm token delete "\${LAB_TOKEN%%.*}" </dev/null || exit 1
wait
`,
    timeoutMs,
  };
}

/**
 * The key that opens the control plane's certificates, which are in a Secret of the cluster for as long as the run takes. kubeadm
 * is told the cluster's own configuration: without one it asks the internet for a version, and forgets an external etcd.
 */
export function certificateKey(cluster: string, from: readonly string[]): Loan {
  const configuration = kubectl([
    ...inSystem,
    "get",
    "configmap",
    "kubeadm-config",
    "-o",
    "jsonpath={.data.ClusterConfiguration}",
  ]);
  return {
    name: `certificate key of ${cluster}`,
    from,
    script: `lab_file=$(mktemp) || exit 1
trap 'rm -f "$lab_file"' EXIT
${configuration} >"$lab_file" || exit 1
lab_api=$(sed -n 's/^apiVersion: *//p' "$lab_file")
lab_address=$(sed -n 's/^ *- --advertise-address=//p' /etc/kubernetes/manifests/kube-apiserver.yaml)
cat >>"$lab_file" <<LAB

---
apiVersion: $lab_api
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: "$lab_address"}
nodeRegistration: {criSocket: "${criSocket}"}
LAB
lab_said=$(kubeadm init phase upload-certs --upload-certs --config="$lab_file" </dev/null) || exit 1
printf '%s\\n' "$lab_said" | sed -n 's/^\\([0-9a-f]\\{64\\}\\)$/LAB_CERTIFICATE_KEY=\\1/p'
`,
    revoke: `lab_token=$(${kubectl([...inSystem, "get", "secret", "kubeadm-certs", "-o", "jsonpath={.metadata.ownerReferences[0].name}"])} 2>/dev/null)
${kubectl([...inSystem, "delete", "secret", "kubeadm-certs", "--ignore-not-found"])} >/dev/null || exit 1
# kubeadm lets a bootstrap token own the Secret, so that it goes after two hours.
if [ -n "$lab_token" ]; then
  kubectl --kubeconfig=${adminKubeconfig} --request-timeout=15s -n kube-system delete secret "$lab_token" --ignore-not-found >/dev/null
fi
`,
    timeoutMs,
  };
}
