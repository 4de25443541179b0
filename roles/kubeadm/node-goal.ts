import type { InitRequest, JoinRequest } from "../../src/kubernetes/config/kubeadm-request.ts";
import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { compareVersions } from "../../src/kubernetes/kubernetes-version.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import type { KubeadmArguments } from "./arguments.ts";
import type { Attempt } from "./attempt-script.ts";
import { awaitEndpoint, awaitNode, markDeparted, yieldPlace } from "./endpoint-script.ts";
import { certificateKey, joinToken } from "./join-loans.ts";
import { kubeVipKubeconfig, kubeVipManifest } from "./kube-vip.ts";
import { endpointOf, externalEtcd } from "./node-request.ts";
import type { NodeGoal } from "./plan-node.ts";
import { undoInit, undoJoin } from "./undo-script.ts";

/** Seconds beside kubeadm's own and those of waiting: to write, to check, to register. */
const slackSeconds = 120;

/** From this version on admin.conf has no rights before the end of kubeadm init. */
const superAdminSince = { major: 1, minor: 29, patch: 0 };

/** What decides about a host, beside what it is asked to become. */
type Found = Pick<NodeGoal, "refusal" | "hasKubeadm">;

/** How the first control plane comes to be. */
export function initGoal(args: KubeadmArguments, request: InitRequest, found: Found): NodeGoal {
  const { cluster, node, version } = request;
  const endpoint = endpointOf(args, cluster);
  const hasSuperAdmin = compareVersions(version, superAdminSince) >= 0;
  const asSuperAdmin =
    args.kube_vip && hasSuperAdmin ? `ln -sfn super-admin.conf ${kubeVipKubeconfig}\n` : "";
  const asAdmin = asSuperAdmin === "" ? "" : `  ln -sfn admin.conf ${kubeVipKubeconfig} || return 1\n`;
  const ownTokens = args.init_configuration?.bootstrapTokens === undefined ? deleteTokens : "";
  return {
    ...commonGoal(args, request, found),
    attempt: {
      ...commonAttempt(args, request),
      flags: ["--skip-token-print"],
      patienceSeconds: args.init_timeout ?? 900,
      before: "",
      prepare: asSuperAdmin,
      finish: `${asAdmin}${ownTokens}${awaitUnmarked([args.skip_phases, args.init_configuration?.skipPhases], node.name, endpoint)}`,
      abandon: ":",
    },
    loans: [],
    undo: undoInit(node.name),
    waitSeconds: slackSeconds,
  };
}

/** Each run that joins nodes has a token of its own; a cluster begins with one that lives for a day. */
const deleteTokens = `  ${kubectl(["-n", "kube-system", "delete", "secrets", "--field-selector=type=bootstrap.kubernetes.io/token"])} </dev/null >/dev/null 2>&1 || :
`;

/** How a node joins. */
export function joinGoal(args: KubeadmArguments, request: JoinRequest, found: Found): NodeGoal {
  const { cluster, node } = request;
  const endpoint = endpointOf(args, cluster);
  const patience = args.endpoint_timeout ?? 60;
  const lenders = lendersOf(cluster, node.name);
  const token = joinToken(cluster.name, lenders, args.token_lifetime ?? "10m");
  const isControlPlane = node.role === "control_plane";
  return {
    ...commonGoal(args, request, found),
    attempt: {
      ...commonAttempt(args, request),
      flags: [],
      patienceSeconds: args.join_timeout ?? 600,
      before: awaitEndpoint(endpoint, patience),
      prepare: "",
      finish: isControlPlane
        ? awaitUnmarked([args.join_skip_phases, args.join_configuration?.skipPhases], node.name, endpoint)
        : awaitNode(node.name, endpoint),
      abandon: markDeparted(node.name, endpoint),
    },
    loans: isControlPlane ? [token, certificateKey(cluster.name, lenders)] : [token],
    undo: undoJoin(node.name, endpoint),
    waitSeconds: patience + slackSeconds,
  };
}

/** To mark its Node as a control plane is a phase of kubeadm, so that the Node is there, unless that phase is left out. */
function awaitUnmarked(skipped: readonly unknown[], node: string, endpoint: string): string {
  return skipped.every((phases) => phases === undefined) ? "  :" : awaitNode(node, endpoint);
}

/** Control planes that can lend to a node, the first of the cluster first. */
function lendersOf({ nodes, bootstrap }: RoleCluster, borrower: string): string[] {
  const others = nodes
    .filter(({ name, role }) => role === "control_plane" && name !== borrower)
    .map(({ name }) => name);
  return [...others.filter((name) => name === bootstrap), ...others.filter((name) => name !== bootstrap)];
}

function commonGoal(args: KubeadmArguments, { cluster, node }: InitRequest | JoinRequest, found: Found) {
  return {
    node: node.name,
    cluster: cluster.name,
    isControlPlane: node.role === "control_plane",
    resetForeign: args.reset_foreign ?? false,
    ...found,
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
