import { defineModule } from "../resources/module.ts";
import { probeOf } from "../resources/probe.ts";
import { resource } from "../resources/resource.ts";
import { etcdFunctions } from "./etcdctl.ts";
import { type ClusterNode, clusterNode } from "./health/cluster-node.ts";
import { listAt } from "./health/object-fields.ts";
import { kubectl } from "./kubectl.ts";
import { answeredJson, readToolAnswers, type ToolAnswer, toolCallsScript } from "./kubectl-answer.ts";
import { kubectlCall } from "./kubectl-call.ts";
import { adminKubeconfig } from "./paths.ts";

const etcdManifest = "/etc/kubernetes/manifests/etcd.yaml";

/** Seconds that a cluster may take to become healthy before the next step, where nothing else is said. */
export const gateSeconds = 120;

/** What stands in the way of the next step: sentences, none where the cluster is healthy. */
interface GateState {
  readonly problems: readonly string[];
}

const healthCalls = [
  kubectlCall(["get", "--raw", "/readyz"]),
  kubectlCall(["get", "--raw", "/api/v1/nodes"]),
];

const gateState = probeOf(
  {
    name: "cluster gate",
    isShared: true,
    script: () => toolCallsScript(healthCalls),
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const state = readGate(readToolAnswers(stdout, healthCalls.length));
      return queries.map(() => state);
    },
  },
  () => "health",
);

/** Lets a play go on only while the API server, all nodes of the cluster and etcd are well; acts on a control plane. */
export const clusterGateModule = defineModule({
  name: "cluster_gate",
  summary: "Waits until the API server, all nodes and etcd are well, and fails where they are not.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      seconds: {
        type: "integer",
        minimum: 1,
        description: `How long the cluster may take to become well. Default: ${gateSeconds}.`,
      },
    },
  },
  example: "- cluster_gate: { seconds: 300 }\n",
  build: ({ seconds = gateSeconds }) =>
    resource({
      id: "health of the cluster",
      probes: { gate: gateState({}) },
      plan: ({ gate }) => ({
        kind: "wait",
        summary: ["for the API server, all nodes and etcd to be well", ...gate.problems].join("; "),
        script: gateScript(seconds),
        timeoutMs: (seconds * 2 + 60) * 1000,
      }),
    }),
});

/** Reads the answers about the API server and its nodes. Pure. */
export function readGate([ready, nodes]: readonly ToolAnswer[]): GateState {
  return { problems: [...readyProblems(ready), ...nodeProblems(nodes)] };
}

function readyProblems(ready: ToolAnswer | undefined): string[] {
  return ready?.kind === "unanswered" ? [`the API server is not ready: ${ready.reason}`] : [];
}

function nodeProblems(nodes: ToolAnswer | undefined): string[] {
  if (nodes?.kind !== "answered") return [];
  return listAt(answeredJson(nodes), "items")
    .map(clusterNode)
    .filter(({ ready }) => ready !== "True")
    .map(notReady);
}

function notReady({ name, message, reason }: ClusterNode): string {
  return `${name} is not ready${message === "" && reason === "" ? "" : ` (${message || reason})`}`;
}

/** Asked anew at the moment of the step, for what was true at the start of the play may not be any more. */
export const gateScript = (seconds: number): string => `${etcdFunctions}
lab_left=${seconds}
until ${kubectl(["get", "--raw", "/readyz"], { seconds: 5 })} >/dev/null 2>&1; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "the API server is not ready:" >&2
    ${kubectl(["get", "--raw", "/readyz?verbose"], { seconds: 5 })} >&2
    exit 1
  fi
  sleep 1
done
if ! ${kubectl(["wait", "--for=condition=Ready", "node", "--all", `--timeout=${seconds}s`], { seconds: 0 })} >/dev/null; then
  echo "not all nodes are ready:" >&2
  kubectl --kubeconfig=${adminKubeconfig} --request-timeout=5s get nodes >&2
  exit 1
fi
if [ -e ${etcdManifest} ]; then
  until lab_said=$(lab_etcdctl endpoint health --cluster 2>&1); do
    lab_left=$((lab_left - 1))
    if [ "$lab_left" -le 0 ]; then
      printf 'etcd is not healthy:\\n%s\\n' "$lab_said" >&2
      exit 1
    fi
    sleep 1
  done
fi
`;
