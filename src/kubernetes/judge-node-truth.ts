import { isMapping } from "../input/mapping.ts";
import { type ApiFailure, apiFailure } from "./api-failure.ts";
import { clusterNode } from "./health/cluster-node.ts";
import type { NodeTruth, NodeTruthQuery } from "./node-state.ts";
import type { ApiAnswer, NodeTraces } from "./node-traces.ts";
import { kubeletKubeconfig, kubernetesFolder } from "./paths.ts";

/** Says what a host is, from what is left on it and what the API server says. Pure. */
export function judgeNode(query: NodeTruthQuery, host: NodeTraces, answer: ApiAnswer | null): NodeTruth {
  const node = answer === null ? null : parseNode(answer.output);
  const partial = partialNode(host, node !== null);
  if (host.attempt !== null) return partial;
  if (!host.found.includes(kubeletKubeconfig)) {
    return host.found.length > 0 || host.holdsData ? partial : { kind: "absent" };
  }
  const isControlPlane = host.found.includes(`${kubernetesFolder}/manifests/kube-apiserver.yaml`);
  if (node !== null) {
    return { kind: "joined", node: clusterNode(node), isControlPlane, kubelet: host.kubelet };
  }
  const failure = apiFailure(answer?.errors ?? "");
  return judgeFailure(query, { ...host, isControlPlane }, failure) ?? partial;
}

/** null where what is left is certainly no node: it can be made one anew, and nothing is lost. */
function judgeFailure(
  { name, endpoint }: NodeTruthQuery,
  host: NodeTraces & { readonly isControlPlane: boolean },
  { kind, message }: ApiFailure,
): NodeTruth | null {
  const { isControlPlane } = host;
  const unknown = (reason: string): NodeTruth => ({ kind: "unknown", reason, isControlPlane });
  switch (kind) {
    case "other-ca":
      return {
        kind: "foreign",
        reason: `the authority in its kubelet.conf is not that of https://${endpoint}${elsewhere(host, endpoint)}`,
      };
    case "forbidden":
      return { kind: "foreign", reason: `it is a node under another name: the API server ${message}` };
    case "not-found":
      return isControlPlane
        ? unknown(
            `https://${endpoint} has no Node ${name}, but this is a control plane: a restart of its kubelet registers it again`,
          )
        : null;
    case "unauthorized":
    case "certificate":
      return unknown(`https://${endpoint} ${message}`);
    default:
      if (neverLived(host)) return null;
      if (isElsewhere(host, endpoint)) {
        return {
          kind: "foreign",
          reason: `its kubelet.conf names ${host.server}, and https://${endpoint} ${message}`,
        };
      }
      return unknown(`https://${endpoint} ${message}`);
  }
}

function partialNode(host: NodeTraces, isRegistered: boolean): NodeTruth {
  const { found, attempt, holdsData } = host;
  return { kind: "partial", found, attempt, holdsData, isRegistered };
}

/** Its etcd never wrote anything, or its kubelet still has what it joins with. */
function neverLived({ found, runsEtcd, holdsData }: NodeTraces): boolean {
  if (runsEtcd) return !holdsData;
  return found.includes(`${kubernetesFolder}/bootstrap-kubelet.conf`);
}

/** A control plane's kubelet may ask the API server beside it instead of the common endpoint. */
function isElsewhere({ server, own }: NodeTraces, endpoint: string): boolean {
  if (server === null || server === `https://${endpoint}`) return false;
  return !own.some((address) => server.includes(`//${address}:`) || server.includes(`//[${address}]:`));
}

function elsewhere(host: NodeTraces, endpoint: string): string {
  return isElsewhere(host, endpoint) ? `; it names ${host.server}` : "";
}

function parseNode(output: string): unknown {
  if (output === "") return null;
  try {
    const json: unknown = JSON.parse(output);
    return isMapping(json) && json.kind === "Node" ? json : null;
  } catch {
    return null;
  }
}
