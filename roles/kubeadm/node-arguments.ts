import { kubeadmVersion } from "../../src/kubernetes/kubeadm-version.ts";
import { type KubernetesVersion, parseKubernetesVersion } from "../../src/kubernetes/kubernetes-version.ts";
import { type NotYet, notYet } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { type SystemFacts, systemFacts } from "../../src/role/system-facts.ts";
import type { KubeadmArguments } from "./arguments.ts";
import type { Beginning } from "./first-control-plane.ts";
import { initGoal, joinGoal } from "./node-goal.ts";
import { nodeIp } from "./node-ip.ts";
import type { NodeArguments } from "./node-module.ts";
import { endpointOf, initRequest, joinRequest } from "./node-request.ts";
import type { Refusal } from "./plan-node.ts";

/** A host on which the role runs. */
export interface Subject {
  readonly args: KubeadmArguments;
  readonly host: RoleNode;
  readonly cluster: RoleCluster;
}

/** The version that a request is written for, and the node with its addresses; or why they are not known. */
type Known =
  | {
      readonly kind: "known";
      readonly version: KubernetesVersion;
      readonly node: RoleNode;
      readonly problem: string | null;
    }
  | NotYet;

/** What is asked of the host before it becomes a node. */
export const ownFacts = { kubeadm: kubeadmVersion({}), system: systemFacts({}) };

export interface OwnFacts {
  readonly kubeadm: KubernetesVersion | null;
  readonly system: SystemFacts;
}

function known({ args, host, cluster }: Subject, { kubeadm, system }: OwnFacts): Known {
  const asked = args.version === undefined ? null : parseKubernetesVersion(args.version);
  const version = asked ?? kubeadm;
  if (version === null) return notYet("kubeadm is not installed");
  const ip = nodeIp(host, cluster, system);
  if (ip.kind === "unclear") return { kind: "known", version, node: host, problem: ip.problem };
  const [address = null] = ip.addresses;
  return { kind: "known", version, node: { ...host, address, addresses: ip.addresses }, problem: null };
}

/** Arguments of kubeadm_init. */
export function initArguments(subject: Subject, facts: OwnFacts, start: Beginning): NodeArguments | NotYet {
  const { args, cluster } = subject;
  const found = known(subject, facts);
  if ("notYet" in found) return found;
  const refusal = unclear(found.problem) ?? (start.kind === "refused" ? start : null);
  const request = initRequest({ args, cluster: withNode(cluster, found.node), ...found });
  return {
    endpoint: endpointOf(args, cluster),
    goal: initGoal(args, request, { refusal, hasKubeadm: facts.kubeadm !== null }),
  };
}

/** Arguments of kubeadm_join. */
export function joinArguments(subject: Subject, facts: OwnFacts): NodeArguments | NotYet {
  const { args, cluster } = subject;
  const found = known(subject, facts);
  if ("notYet" in found) return found;
  // The file is read by the kubeadm that is there; the cluster's version is the cluster's.
  const version = facts.kubeadm ?? found.version;
  const goalFacts = { refusal: unclear(found.problem), hasKubeadm: facts.kubeadm !== null };
  const request = joinRequest({ args, cluster: withNode(cluster, found.node), ...found, version });
  return { endpoint: endpointOf(args, cluster), goal: joinGoal(args, request, goalFacts) };
}

function withNode(cluster: RoleCluster, node: RoleNode): RoleCluster {
  return { ...cluster, nodes: cluster.nodes.map((one) => (one.name === node.name ? node : one)) };
}

function unclear(problem: string | null): Refusal | null {
  return problem === null ? null : { reason: problem, mayBeOwn: false };
}
