import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { type NodeList, nodeList } from "../../src/kubernetes/node-list.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

const seconds = 60;

/** Whether nodes are known that have no network for their pods yet. Pure. */
export function isPending(answer: NodeList | null): boolean {
  return answer?.kind === "answered" && answer.nodes.some(({ podCidrs }) => podCidrs.length === 0);
}

/** The controller manager gives each node its network a moment after it has joined. Acts on a control plane. */
export const podCidrsModule = defineModule({
  name: "pod_cidrs",
  summary: "Waits until every node has a network for its pods.",
  changesNothing: true,
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "pod_cidrs: {}",
  build: () =>
    resource({
      id: "networks of the nodes' pods",
      probes: { networks: nodeList({}) },
      plan({ networks }) {
        if (networks.kind === "answered" && !isPending(networks)) return satisfied;
        return {
          kind: "wait",
          summary: "for the controller manager to give each node a pod CIDR",
          script: waitScript,
          timeoutMs: (seconds + 30) * 1000,
        };
      },
    }),
});

const format = '{range .items[*]}{.metadata.name}={.spec.podCIDR}{"\\n"}{end}';

const waitScript = `lab_left=${seconds}
while :; do
  lab_nodes=$(${kubectl(["get", "nodes", "-o", `jsonpath=${format}`], { seconds: 5 })} 2>&1) &&
    ! printf '%s\\n' "$lab_nodes" | grep -q '=$' && exit 0
  lab_left=$((lab_left - 1))
  [ "$lab_left" -gt 0 ] || break
  sleep 1
done
printf 'nodes without a pod CIDR after ${seconds} s: %s\\n' "$(printf '%s\\n' "$lab_nodes" | grep '=$' | tr -d =)" >&2
echo "the controller manager gives them out when it is started with --allocate-node-cidrs and --cluster-cidr (networking.podSubnet of kubeadm)" >&2
exit 1
`;
