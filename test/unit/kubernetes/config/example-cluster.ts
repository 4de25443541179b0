import type { KubeadmRequest } from "../../../../src/kubernetes/config/kubeadm-request.ts";
import type { KubernetesVersion } from "../../../../src/kubernetes/kubernetes-version.ts";
import type { NodeRole, RoleCluster, RoleNode } from "../../../../src/role/role-context.ts";

/** A release of a minor of Kubernetes 1. */
export function release(minor: number): KubernetesVersion {
  return { major: 1, minor, patch: 4 };
}

/** A node with these addresses. */
export function exampleNode(name: string, role: NodeRole, ...addresses: string[]): RoleNode {
  return {
    name,
    role,
    host: addresses[0] ?? name,
    address: addresses[0] ?? null,
    addresses,
    candidates: [],
    labels: {},
    taints: [],
    interfaces: [],
  };
}

/** One or three control planes and two workers, in one network or in two. */
export function exampleCluster({ isHa, isDual }: { isHa: boolean; isDual: boolean }): RoleCluster {
  const addresses = (host: number): string[] => [`10.0.0.${host}`, ...(isDual ? [`fd00::${host}`] : [])];
  const controlPlanes = (isHa ? [1, 2, 3] : [1]).map((number) =>
    exampleNode(`cp${number}`, "control_plane", ...addresses(10 + number)),
  );
  const workers = [1, 2].map((number) => exampleNode(`w${number}`, "worker", ...addresses(20 + number)));
  return {
    name: "prod",
    podCidr: isDual ? "10.20.0.0/16,fd00:20::/56" : "10.20.0.0/16",
    serviceCidr: isDual ? "10.96.0.0/16,fd00:96::/112" : "10.96.0.0/16",
    nodeNetworks: isDual ? ["10.0.0.0/24", "fd00::/64"] : ["10.0.0.0/24"],
    endpoint: isHa ? "api.prod.example:8443" : "10.0.0.11:6443",
    bootstrap: "cp1",
    nodes: [...controlPlanes, ...workers],
  };
}

/** The node of that name. */
export function nodeOf(cluster: RoleCluster, name: string): RoleNode {
  const node = cluster.nodes.find((one) => one.name === name);
  if (!node) throw new Error(`there is no node ${name}`);
  return node;
}

/** What a run asks for that joins `name`. */
export function joinRequest(cluster: RoleCluster, name: string, version: KubernetesVersion): KubeadmRequest {
  const node = nodeOf(cluster, name);
  return {
    kind: "join",
    version,
    cluster,
    node,
    discovery: {
      token: { shellVariable: "JOIN_TOKEN" },
      caCertHashes: [{ shellVariable: "CA_CERT_HASH" }],
    },
    certificateKey: node.role === "control_plane" ? { shellVariable: "CERTIFICATE_KEY" } : null,
  };
}

/** Values such as a control plane issues. */
export const exampleSecrets: Readonly<Record<string, string>> = {
  JOIN_TOKEN: "123456.7890123456789012",
  CA_CERT_HASH: `sha256:${"0e5".repeat(21)}0`,
  CERTIFICATE_KEY: "1e".repeat(32),
};

/** The text with the example values in place of what stands for them. */
export function withSecrets(text: string): string {
  return text.replaceAll(/<([A-Z_]+)>/g, (whole, name: string) => exampleSecrets[name] ?? whole);
}
