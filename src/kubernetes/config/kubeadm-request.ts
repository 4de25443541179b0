import type { RoleCluster, RoleNode } from "../../role/role-context.ts";
import type { KubernetesVersion } from "../kubernetes-version.ts";

/** A secret that is in a variable of the shell which writes the file; the name in capitals. The text only names it. */
export interface ShellVariable {
  readonly shellVariable: string;
}

/** Fields of the published types, which are merged over what lab renders; null takes a field away. */
export interface ConfigurationOverrides {
  readonly clusterConfiguration?: Readonly<Record<string, unknown>> | null;
  readonly initConfiguration?: Readonly<Record<string, unknown>> | null;
  readonly joinConfiguration?: Readonly<Record<string, unknown>> | null;
  readonly kubeletConfiguration?: Readonly<Record<string, unknown>> | null;
  readonly kubeProxyConfiguration?: Readonly<Record<string, unknown>> | null;
}

/** How long kubeadm waits, as Go durations. v1beta3 knows the first and the last of them. */
export interface KubeadmTimeouts {
  readonly controlPlaneComponentHealthCheck?: string;
  readonly kubeletHealthCheck?: string;
  readonly kubernetesAPICall?: string;
  readonly etcdAPICall?: string;
  readonly tlsBootstrap?: string;
  readonly upgradeManifests?: string;
  readonly discovery?: string;
}

/** What kubeadm is told of a node, whatever it does there. Null, or nothing, leaves it to the default. */
interface NodeRequest {
  /** Of kubeadm, and of what it deploys. */
  readonly version: KubernetesVersion;
  readonly cluster: RoleCluster;
  readonly node: RoleNode;
  /** Default: containerd's socket. */
  readonly criSocket?: string | null;
  /** Port of the node's own API server. Default: 6443. */
  readonly bindPort?: number | null;
  /** Flags of the kubelet without dashes; `node-ip` follows from the node's addresses. */
  readonly kubeletExtraArgs?: Readonly<Record<string, string>> | null;
  readonly ignorePreflightErrors?: readonly string[] | null;
  readonly skipPhases?: readonly string[] | null;
  /** Folder on the host that holds kubeadm's patches. */
  readonly patchesDirectory?: string | null;
  readonly timeouts?: KubeadmTimeouts | null;
  readonly overrides?: ConfigurationOverrides | null;
}

/** An etcd that is not kubeadm's, and the client certificate for it, as paths on the control planes. */
export interface ExternalEtcd {
  readonly endpoints: readonly string[];
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** The first control plane of a cluster is made. */
export interface InitRequest extends NodeRequest {
  readonly kind: "init";
  readonly imageRepository?: string | null;
  /** Names and addresses in the API server's certificate beside those of the control planes and the endpoint. */
  readonly certSANs?: readonly string[] | null;
  /** Default: an etcd on each control plane. */
  readonly etcd?: ExternalEtcd | null;
  /** Default: true. */
  readonly kubeProxy?: boolean | null;
  /** Default: systemd. */
  readonly cgroupDriver?: "systemd" | "cgroupfs" | null;
  readonly featureGates?: Readonly<Record<string, boolean>> | null;
  /** Lives as Go durations; from 1.31. */
  readonly certificateValidity?: { readonly certificates?: string; readonly authorities?: string } | null;
  /** Key of the certificates that init uploads (`--upload-certs`). Not needed where each join uploads them anew. */
  readonly certificateKey?: ShellVariable | null;
}

/** A node joins, as a control plane or a worker by its role. */
export interface JoinRequest extends NodeRequest {
  readonly kind: "join";
  readonly discovery: {
    readonly token: ShellVariable;
    /** `sha256:…` of the CA's public key: never joined without. */
    readonly caCertHashes: readonly (string | ShellVariable)[];
    /** Host and port that are asked. Default: the cluster's endpoint. */
    readonly apiServerEndpoint?: string | null;
  };
  /** Opens the uploaded certificates; for control planes. */
  readonly certificateKey?: ShellVariable | null;
}

/** Everything that a file for `kubeadm --config` follows from. */
export type KubeadmRequest = InitRequest | JoinRequest;
