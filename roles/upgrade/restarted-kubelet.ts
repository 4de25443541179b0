import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { type NodeVersions, nodeVersions } from "../../src/kubernetes/node-versions.ts";
import { kubeletKubeconfig } from "../../src/kubernetes/paths.ts";
import { isBefore } from "../../src/kubernetes/upgrade-hops.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { hopSchema, releaseAfter } from "./hop-schema.ts";

/** Seconds until a kubelet that was restarted must have told the API server its release. */
const patienceSeconds = 120;

/** Restarts the kubelet where another release runs than the one that is installed. */
export const restartedKubeletModule = defineModule({
  name: "restarted_kubelet",
  summary: "Makes the installed kubelet the one that runs.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "hop"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      hop: { ...hopSchema, description: "The hop." },
    },
  },
  example: "- restarted_kubelet: { node: worker1, hop: { minor: '1.34', floor: 1.34.0 } }\n",
  build: ({ node, hop }) =>
    resource({
      id: `running kubelet of ${node}`,
      probes: { versions: nodeVersions({ node }) },
      plan: ({ versions }) => {
        if (!needsRestart(versions, hop.floor)) return satisfied;
        if (versions.running === null) {
          return { kind: "blocked", reason: "the API server does not tell which kubelet runs here" };
        }
        const summary = "systemctl restart kubelet";
        const script = restartScript(node);
        const timeoutMs = (patienceSeconds * 2 + 60) * 1000;
        return { kind: "changes", changes: [{ kind: "run", summary, script, afterUndo: script, timeoutMs }] };
      },
      after: ({ versions }) => ({
        versions: { ...versions, kubelet: releaseAfter(hop), running: releaseAfter(hop) },
      }),
    }),
});

/** A kubelet that is still to be exchanged is restarted afterwards: so a check can tell. */
function needsRestart({ isMember, kubelet, running }: NodeVersions, floor: string): boolean {
  if (!isMember || kubelet === null) return false;
  return isBefore(kubelet, floor) || running !== kubelet;
}

/** sh that restarts the kubelet and waits until the API server knows its release. */
export function restartScript(node: string): string {
  const asked = kubectl(["get", "node", node, "-o", "jsonpath={.status.nodeInfo.kubeletVersion}"], {
    kubeconfig: kubeletKubeconfig,
    seconds: 5,
  });
  return `systemctl daemon-reload && systemctl restart kubelet || exit
lab_wanted=$(kubelet --version | sed 's/^Kubernetes //')
lab_left=${patienceSeconds}
until [ "$(${asked} 2>/dev/null)" = "$lab_wanted" ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the kubelet does not report to the API server as $lab_wanted" >&2
    journalctl -u kubelet -n 30 --no-pager >&2 2>/dev/null
    exit 1
  fi
  sleep 1
done
`;
}
