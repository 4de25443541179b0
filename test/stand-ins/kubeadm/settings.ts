import { hostname, networkInterfaces } from "node:os";
import { type Fields, fieldsAt, isFields, type Json, listAt, textAt } from "../core/json.ts";
import { type ImageSources, parseRelease, type Release } from "../core/release.ts";
import type { Documents } from "./config-file.ts";

/** A flag of a component. */
export type Argument = readonly [name: string, value: string];

/** What concerns the node that kubeadm runs on. */
export interface NodeSettings {
  readonly name: string;
  readonly advertise: string;
  readonly port: string;
  readonly criSocket: string;
  readonly kubeletArguments: readonly Argument[];
  /** null: the default of the node's role. */
  readonly taints: readonly Json[] | null;
  readonly ignored: readonly string[];
  readonly skipped: readonly string[];
  readonly pullImages: boolean;
}

/** What concerns the cluster. */
export interface ClusterSettings {
  readonly release: Release;
  readonly document: Fields;
  readonly name: string;
  /** host:port, or "" where each control plane is reached at its own address. */
  readonly endpoint: string;
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  readonly dnsDomain: string;
  readonly images: ImageSources;
  readonly certSans: readonly string[];
  readonly algorithm: string;
  readonly externalEtcd: Fields | null;
  readonly etcdFolder: string;
  readonly hasProxy: boolean;
  readonly hasDns: boolean;
}

/** The node's settings out of an InitConfiguration or JoinConfiguration. */
export function nodeSettings(document: Fields, endpointPath: readonly string[]): NodeSettings {
  const registration = fieldsAt(document, "nodeRegistration");
  const endpoint = fieldsAt(document, ...endpointPath);
  return {
    name: textAt(registration, "name") || hostname().toLowerCase(),
    advertise: textAt(endpoint, "advertiseAddress") || ownAddress(),
    port: textAt(endpoint, "bindPort") || "6443",
    criSocket: textAt(registration, "criSocket") || "unix:///var/run/containerd/containerd.sock",
    kubeletArguments: argumentsOf(registration.kubeletExtraArgs ?? null),
    taints: Array.isArray(registration.taints) ? registration.taints : null,
    ignored: listAt(registration, "ignorePreflightErrors").map(String),
    skipped: listAt(document, "skipPhases").map(String),
    pullImages: textAt(registration, "imagePullPolicy") !== "Never",
  };
}

/** The cluster's settings out of a ClusterConfiguration; its version is `fallback` where it names none. */
export function clusterSettings(document: Fields, fallback: Release): ClusterSettings {
  const external = fieldsAt(document, "etcd").external;
  const local = fieldsAt(document, "etcd", "local");
  const repository = textAt(document, "imageRepository") || "registry.k8s.io";
  return {
    release: parseRelease(textAt(document, "kubernetesVersion")) ?? fallback,
    document,
    name: textAt(document, "clusterName") || "kubernetes",
    endpoint: textAt(document, "controlPlaneEndpoint"),
    podSubnet: textAt(document, "networking", "podSubnet"),
    serviceSubnet: textAt(document, "networking", "serviceSubnet") || "10.96.0.0/12",
    dnsDomain: textAt(document, "networking", "dnsDomain") || "cluster.local",
    images: {
      repository,
      dnsRepository: textAt(document, "dns", "imageRepository") || undefined,
      dnsTag: textAt(document, "dns", "imageTag") || undefined,
      etcdRepository: textAt(local, "imageRepository") || undefined,
      etcdTag: textAt(local, "imageTag") || undefined,
    },
    certSans: listAt(document, "apiServer", "certSANs").map(String),
    algorithm: textAt(document, "encryptionAlgorithm") || "RSA-2048",
    externalEtcd: isFields(external) ? external : null,
    etcdFolder: textAt(local, "dataDir") || "/var/lib/etcd",
    hasProxy: textAt(document, "proxy", "disabled") !== "true",
    hasDns: textAt(document, "dns", "disabled") !== "true",
  };
}

/** extraArgs of v1beta3 (a map) and v1beta4 (a list). */
export function argumentsOf(value: Json): readonly Argument[] {
  if (isFields(value)) return Object.entries(value).map(([name, one]) => [name, String(one)] as const);
  return (Array.isArray(value) ? value : []).map(
    (one: Json) => [textAt(one, "name"), textAt(one, "value")] as const,
  );
}

/** The documents that `kubeadm init` works with. */
export function initSettings(
  documents: Documents,
  release: Release,
): { readonly node: NodeSettings; readonly cluster: ClusterSettings; readonly init: Fields } {
  const init = documents.get("InitConfiguration") ?? {};
  const cluster = clusterSettings(documents.get("ClusterConfiguration") ?? {}, release);
  return { init, cluster, node: nodeSettings(init, ["localAPIEndpoint"]) };
}

/** The address that a default route would choose. */
function ownAddress(): string {
  const all = Object.entries(networkInterfaces()).filter(([name]) => /^(eth|en)/.test(name));
  const addresses = all
    .flatMap(([, entries]) => entries ?? [])
    .filter((entry) => entry.family === "IPv4" && !entry.internal);
  return addresses[0]?.address ?? "127.0.0.1";
}

/** Host and port at which nodes reach the cluster. */
export function serverOf(cluster: ClusterSettings, node: NodeSettings): string {
  const endpoint = cluster.endpoint === "" ? hostPort(node.advertise, node.port) : cluster.endpoint;
  return `https://${/:\d+$/.test(endpoint) && !/^[0-9a-fA-F:]+$/.test(endpoint) ? endpoint : `${endpoint}:6443`}`;
}

/** host:port, with brackets around IPv6 addresses. */
export function hostPort(host: string, port: string): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
