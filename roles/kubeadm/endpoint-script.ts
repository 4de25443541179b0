import { anonymousApiGet, apiGet } from "../../src/kubernetes/api-get.ts";
import { departedLabel } from "../../src/kubernetes/departed-node.ts";
import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { kubeletKubeconfig } from "../../src/kubernetes/paths.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Seconds that a kubelet may take to register its node once kubeadm is done. */
const registrationSeconds = 60;

/**
 * sh that waits until an API server answers at the endpoint, at most `seconds`, and otherwise says what stands between. A
 * server that lets no strangers in answers, too.
 */
export function awaitEndpoint(endpoint: string, seconds: number): string {
  return `lab_now() { read -r lab_up _ </proc/uptime; echo "\${lab_up%%.*}"; }
lab_ask() {
${anonymousApiGet({ path: "/version", endpoint, seconds: 5 })}
}
lab_end=$(($(lab_now) + ${seconds}))
until lab_said=$(lab_ask 2>&1 >/dev/null); do
  case $lab_said in *Unauthorized* | *Forbidden* | *'must be logged in'*) break ;; esac
  if [ "$(lab_now)" -lt "$lab_end" ]; then sleep 1; continue; fi
  lab_server=${shQuote(`https://${endpoint}`)}
  case $lab_said in
    *'no such host'* | *'lookup '*) echo "this host cannot resolve the name in $lab_server: check its DNS, or /etc/hosts" ;;
    *refused*) echo "$lab_server refuses connections: no API server runs there, or not yet" ;;
    '' | *Timeout* | *'deadline exceeded'* | *'i/o timeout'*)
      echo "$lab_server does not answer this host: check the route to it, and firewalls between" ;;
    *) echo "$lab_server does not answer as an API server" ;;
  esac >&2
  printf '%s\\n' "$lab_said" >&2
  exit 1
done
`;
}

/** sh, in a function, that waits until the cluster has a Node for this host. */
export function awaitNode(name: string, endpoint: string): string {
  const path = `/api/v1/nodes/${encodeURIComponent(name)}`;
  return `  lab_left=${registrationSeconds}
  until lab_said=$(${apiGet(kubeletKubeconfig, { path, endpoint, seconds: 5 })} 2>&1 >/dev/null); do
    lab_left=$((lab_left - 1))
    if [ "$lab_left" -le 0 ]; then
      echo ${shQuote(`kubeadm is done, but https://${endpoint} does not show Node ${name}:`)} >&2
      printf '%s\\n' "$lab_said" >&2
      return 1
    fi
    sleep 1
  done`;
}

/** sh that marks the host's Node, where there is one, as one that is to be deleted. */
export function markDeparted(name: string, endpoint: string): string {
  const args = [
    `--server=https://${endpoint}`,
    "label",
    "node",
    name,
    `${departedLabel}=true`,
    "--overwrite",
  ];
  const label = kubectl(args, { kubeconfig: kubeletKubeconfig, seconds: 5 });
  return `# A kubelet that goes on could register the Node after it was looked for.
systemctl stop kubelet 2>/dev/null || :
if [ -e ${kubeletKubeconfig} ]; then
  for lab_try in 1 2 3; do
    lab_said=$(timeout 20 ${label} 2>&1) && break
    case $lab_said in *NotFound* | *'not found'*) break ;; esac
    sleep "$lab_try"
  done
fi`;
}

/**
 * sh that says of the host's own Node, where there is one, that it is not ready: kubeadm lets nobody join under the name of a Node
 * that still counts as ready, and the cluster notices only after a while. Labels and taints stay.
 */
export function yieldPlace(name: string, endpoint: string): string {
  const condition = { type: "Ready", status: "False", reason: "LabReset", message: "the host joins again" };
  const patch = JSON.stringify({ status: { conditions: [condition] } });
  const args = [`--server=https://${endpoint}`, "patch", "node", name, "--subresource=status", "-p", patch];
  return `if [ -e ${kubeletKubeconfig} ]; then
  systemctl stop kubelet 2>/dev/null || :
  timeout 20 ${kubectl(args, { kubeconfig: kubeletKubeconfig, seconds: 5 })} >/dev/null 2>&1 || :
fi
`;
}
