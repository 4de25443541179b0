import type { InitRequest, JoinRequest } from "../../src/kubernetes/config/kubeadm-request.ts";
import { compareVersions } from "../../src/kubernetes/kubernetes-version.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import type { KubeadmArguments } from "./arguments.ts";
import type { Attempt } from "./attempt-script.ts";
import { awaitEndpoint, awaitNode, markDeparted, yieldPlace } from "./endpoint-script.ts";
import { certificateKey, joinToken } from "./join-loans.ts";
import { kubeVipKubeconfig, kubeVipManifest } from "./kube-vip.ts";
import { endpointOf, externalEtcd } from "./node-request.ts";
import type { NodeGoal, Refusal } from "./plan-node.ts";
import { undoInit, undoJoin } from "./undo-script.ts";

/** Seconds beside kubeadm's own and those of waiting: to write, to check, to register. */
const slackSeconds = 120;

/** From this version on admin.conf has no rights before the end of kubeadm init. */
const superAdminSince = { major: 1, minor: 29, patch: 0 };

/** How the first control plane comes to be. */
export function initGoal(args: KubeadmArguments, request: InitRequest, refusal: Refusal | null): NodeGoal {
  const { cluster, node, version } = request;
  const endpoint = endpointOf(args, cluster);
  const hasSuperAdmin = compareVersions(version, superAdminSince) >= 0;
  const asSuperAdmin =
    args.kube_vip && hasSuperAdmin ? `ln -sfn super-admin.conf ${kubeVipKubeconfig}\n` : "";
  const asAdmin = asSuperAdmin === "" ? "" : `  ln -sfn admin.conf ${kubeVipKubeconfig} || return 1\n`;
  const ownTokens = args.init_configuration?.bootstrapTokens === undefined ? deleteTokens : "";
  return {
    ...commonGoal(args, request, refusal),
    attempt: {
      ...commonAttempt(args, request),
      flags: ["--skip-token-print"],
      patienceSeconds: args.init_timeout ?? 900,
      before: "",
      prepare: asSuperAdmin,
      finish: `${asAdmin}${ownTokens}${awaitNode(node.name, endpoint)}`,
      abandon: ":",
    },
    loans: [],
    undo: undoInit(node.name),
    waitSeconds: slackSeconds,
  };
}

/** Each run that joins nodes has a token of its own. */
const deleteTokens = `  kubeadm token list 2>/dev/null </dev/null | sed -n 's/^\\([a-z0-9]\\{6\\}\\)\\.[a-z0-9]\\{16\\} .*/\\1/p' |
    while read -r lab_token; do kubeadm token delete "$lab_token" </dev/null >/dev/null 2>&1; done
`;

/** How a node joins. */
export function joinGoal(args: KubeadmArguments, request: JoinRequest, refusal: Refusal | null): NodeGoal {
  const { cluster, node } = request;
  const endpoint = endpointOf(args, cluster);
  const patience = args.endpoint_timeout ?? 60;
  const lenders = lendersOf(cluster, node.name);
  const token = joinToken(cluster.name, lenders, args.token_lifetime ?? "10m");
  const isControlPlane = node.role === "control_plane";
  return {
    ...commonGoal(args, request, refusal),
    attempt: {
      ...commonAttempt(args, request),
      flags: [],
      patienceSeconds: args.join_timeout ?? 600,
      before: awaitEndpoint(endpoint, patience),
      prepare: "",
      finish: awaitNode(node.name, endpoint),
      abandon: markDeparted(node.name, endpoint),
    },
    loans: isControlPlane ? [token, certificateKey(cluster.name, lenders)] : [token],
    undo: undoJoin(node.name, endpoint),
    waitSeconds: patience + slackSeconds,
  };
}

/** Control planes that can lend to a node, the first of the cluster first. */
function lendersOf({ nodes, bootstrap }: RoleCluster, borrower: string): string[] {
  const others = nodes
    .filter(({ name, role }) => role === "control_plane" && name !== borrower)
    .map(({ name }) => name);
  return [...others.filter((name) => name === bootstrap), ...others.filter((name) => name !== bootstrap)];
}

function commonGoal(
  args: KubeadmArguments,
  { cluster, node }: InitRequest | JoinRequest,
  refusal: Refusal | null,
) {
  return {
    node: node.name,
    cluster: cluster.name,
    isControlPlane: node.role === "control_plane",
    resetForeign: args.reset_foreign ?? false,
    refusal,
  };
}

function commonAttempt(
  args: KubeadmArguments,
  request: InitRequest | JoinRequest,
): Pick<Attempt, "request" | "keep" | "yieldPlace"> {
  const etcd = request.node.role === "control_plane" ? externalEtcd(request.cluster) : null;
  return {
    request,
    yieldPlace: yieldPlace(request.node.name, endpointOf(args, request.cluster)),
    keep: [
      ...(etcd ? [etcd.caFile, etcd.certFile, etcd.keyFile] : []),
      ...(args.kube_vip ? [kubeVipManifest, kubeVipKubeconfig] : []),
    ],
  };
}
