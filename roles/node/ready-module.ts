import { apiGet } from "../../src/kubernetes/api-get.ts";
import { nodeTruth } from "../../src/kubernetes/node-truth.ts";
import { kubeletKubeconfig } from "../../src/kubernetes/paths.ts";
import { defineModule } from "../../src/resources/module.ts";
import { type Plan, resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** Waits until the host's own Node is Ready, with the kubelet's rights. */
export const nodeReadyModule = defineModule({
  name: "node_ready",
  summary: "Waits until the node is ready, and says what keeps it from being so.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "endpoint", "timeout"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      endpoint: { type: "string", description: "Host and port of the API server." },
      timeout: { type: "integer", minimum: 1, description: "Seconds." },
    },
  },
  example: "- node_ready:\n    node: worker1\n    endpoint: 10.0.0.1:6443\n    timeout: 300\n",
  build: ({ node, endpoint, timeout }) =>
    resource({
      id: `readiness of ${node}`,
      probes: { truth: nodeTruth({ name: node, endpoint }) },
      plan: ({ truth }): Plan => {
        // An API server that does not answer at this moment is waited for, too.
        if (truth.kind !== "joined" && truth.kind !== "unknown") {
          return { kind: "blocked", reason: `${node} is no node yet` };
        }
        if (truth.kind === "joined" && truth.node.ready === "True") return satisfied;
        return {
          kind: "wait",
          summary: `for ${node} to be ready`,
          script: waitScript(node, endpoint, timeout),
          timeoutMs: (timeout + 60) * 1000,
        };
      },
    }),
});

/** Seconds after which the Node is looked at, too: a balancer or a VPN may have lost the watch. */
const watchSeconds = 20;

/** kubectl watches, so that it sees the change at once; it gives up at the first error of the connection. */
function waitScript(node: string, endpoint: string, seconds: number): string {
  const kubectl = `kubectl --kubeconfig=${kubeletKubeconfig} --server=https://${endpoint}`;
  const path = `/api/v1/nodes/${encodeURIComponent(node)}`;
  return `lab_now() { read -r lab_up _ </proc/uptime; echo "\${lab_up%%.*}"; }
lab_end=$(($(lab_now) + ${seconds}))
while :; do
  lab_left=$((lab_end - $(lab_now)))
  [ "$lab_left" -gt 0 ] || break
  [ "$lab_left" -le ${watchSeconds} ] || lab_left=${watchSeconds}
  lab_said=$(${kubectl} wait --for=condition=Ready ${shQuote(`node/${node}`)} --timeout="\${lab_left}s" 2>&1 </dev/null) && exit 0
  lab_ready=$(${apiGet(kubeletKubeconfig, { path, endpoint, seconds: 5 })} 2>/dev/null | tr -d '\\n' | sed -n 's/.*\\({[^{}]*"type": *"Ready"[^{}]*}\\).*/\\1/p')
  case $lab_ready in *'"status":"True"'* | *'"status": "True"'*) exit 0 ;; esac
  sleep 1
done
lab_why=$(printf '%s' "$lab_ready" | sed -n 's/.*"message": *"\\([^"]*\\)".*/\\1/p')
journalctl -q -u kubelet -n 8 --no-pager -o cat >&2 2>/dev/null
echo ${shQuote(`${node} is not ready after ${seconds} s:`)}" \${lab_why:-$lab_said}" >&2
exit 1`;
}
