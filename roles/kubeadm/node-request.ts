import { overridesOf } from "../../src/kubernetes/config/configuration-arguments.ts";
import { effectiveCluster } from "../../src/kubernetes/config/effective-cluster.ts";
import type { ExternalEtcd, InitRequest, JoinRequest } from "../../src/kubernetes/config/kubeadm-request.ts";
import type { KubernetesVersion } from "../../src/kubernetes/kubernetes-version.ts";
import { kubernetesFolder } from "../../src/kubernetes/paths.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import type { KubeadmArguments } from "./arguments.ts";
import { lent } from "./join-loans.ts";

/** What both requests say of a node. */
interface Subject {
  readonly args: KubeadmArguments;
  readonly cluster: RoleCluster;
  /** With its addresses. */
  readonly node: RoleNode;
  readonly version: KubernetesVersion;
}

/** The cluster's own etcd hosts, where it has some; role etcd puts the certificates on the control planes. */
export function externalEtcd({ nodes }: RoleCluster): ExternalEtcd | null {
  const members = nodes.filter(({ role }) => role === "etcd");
  if (members.length === 0) return null;
  const addresses = members.map(({ address, name }) => address ?? name);
  return {
    endpoints: addresses.map((host) => `https://${host.includes(":") ? `[${host}]` : host}:2379`),
    caFile: `${kubernetesFolder}/pki/etcd/ca.crt`,
    certFile: `${kubernetesFolder}/pki/apiserver-etcd-client.crt`,
    keyFile: `${kubernetesFolder}/pki/apiserver-etcd-client.key`,
  };
}

/** Where all nodes ask for the API server, overrides included. */
export function endpointOf(args: KubeadmArguments, cluster: RoleCluster): string {
  return effectiveCluster(cluster, overridesOf(args)).endpoint;
}

/** What kubeadm init is told. */
export function initRequest(subject: Subject): InitRequest {
  const { args, cluster } = subject;
  return {
    kind: "init",
    ...commonRequest(subject),
    skipPhases: args.skip_phases ?? null,
    imageRepository: args.image_repository ?? null,
    certSANs: [...(args.cert_sans ?? []), ...(args.kube_vip ? [args.kube_vip.address] : [])],
    etcd: externalEtcd(cluster),
    kubeProxy: args.kube_proxy ?? null,
    cgroupDriver: args.cgroup_driver ?? null,
    featureGates: args.feature_gates ?? null,
  };
}

/** What kubeadm join is told; its secrets are lent. */
export function joinRequest(subject: Subject): JoinRequest {
  return {
    kind: "join",
    ...commonRequest(subject),
    skipPhases: subject.args.join_skip_phases ?? null,
    discovery: {
      token: lent.token,
      caCertHashes: [lent.authorityHash],
      apiServerEndpoint: endpointOf(subject.args, subject.cluster),
    },
    certificateKey: subject.node.role === "control_plane" ? lent.certificateKey : null,
  };
}

function commonRequest({ args, cluster, node, version }: Subject) {
  return {
    version,
    cluster,
    node,
    kubeletExtraArgs: args.kubelet_extra_args ?? null,
    ignorePreflightErrors: args.ignore_preflight_errors ?? null,
    patchesDirectory: args.patches ?? null,
    overrides: overridesOf(args),
  };
}
