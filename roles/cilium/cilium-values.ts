import { mergedValues } from "../../src/kubernetes/helm-values.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import type { CiliumSettings } from "./settings.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * Values of the chart (1.14 and later): what the inventory and the settings say, and on top whatever else is asked for.
 * Pods get their addresses from the Nodes' pod CIDRs, so that `pod_cidr` of clusters.json holds for them; Cilium's own
 * pools would be another source of truth, and all clusters would have the same one.
 */
export function ciliumValues(
  settings: CiliumSettings,
  cluster: RoleCluster,
  { replacesKubeProxy, isBundled }: { readonly replacesKubeProxy: boolean; readonly isBundled: boolean },
): Record<string, unknown> {
  const podCidrs = cluster.podCidr.split(",").map((cidr) => cidr.trim());
  const v4 = podCidrs.find((cidr) => !cidr.includes(":"));
  const v6 = podCidrs.find((cidr) => cidr.includes(":"));
  const { mtu, devices, values = {} } = settings;
  const own: Values = {
    ...clusterName(cluster.name),
    ipam: { mode: "kubernetes" },
    k8s: { requireIPv4PodCIDR: v4 !== undefined, requireIPv6PodCIDR: v6 !== undefined },
    ipv4: { enabled: v4 !== undefined },
    ipv6: { enabled: v6 !== undefined },
    kubeProxyReplacement: replacesKubeProxy,
    ...(replacesKubeProxy ? apiServer(cluster.endpoint) : {}),
    ...routing(settings, v4, v6),
    ...(mtu === undefined ? {} : { MTU: mtu }),
    ...(devices === undefined ? {} : { devices }),
    ...hubble(settings),
    operator: { replicas: settings.operator_replicas ?? operatorReplicas(cluster) },
    ...encryption(settings),
  };
  return mergedValues(isBundled ? mergedValues(withoutDigests, own) : own, values);
}

/** Images that were imported from archives are known by their tags; the chart would ask for digests. */
const byTag = { image: { useDigest: false } };
const withoutDigests: Values = {
  ...byTag,
  envoy: byTag,
  operator: byTag,
  hubble: { relay: byTag, ui: { backend: byTag, frontend: byTag } },
};

/** Names that Cilium takes for a cluster; others stay its default. */
function clusterName(name: string): Values {
  return /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name) ? { cluster: { name } } : {};
}

/** Without kube-proxy nothing leads to the Service "kubernetes" before Cilium itself does. */
function apiServer(endpoint: string): Values {
  const at = endpoint.lastIndexOf(":");
  const host = endpoint.slice(0, at).replace(/^\[(.*)\]$/, "$1");
  return { k8sServiceHost: host, k8sServicePort: endpoint.slice(at + 1) };
}

function routing(settings: CiliumSettings, v4: string | undefined, v6: string | undefined): Values {
  if (settings.routing_mode !== "native") {
    return { routingMode: "tunnel", tunnelProtocol: settings.tunnel_protocol ?? "vxlan" };
  }
  return {
    routingMode: "native",
    autoDirectNodeRoutes: true,
    ...(v4 === undefined ? {} : { ipv4NativeRoutingCIDR: v4 }),
    ...(v6 === undefined ? {} : { ipv6NativeRoutingCIDR: v6 }),
  };
}

/** The user interface reads from the relay, and the relay from Hubble. */
function hubble({ hubble: wanted }: CiliumSettings): Values {
  if (wanted === undefined) return {};
  const hasUi = wanted.ui ?? false;
  const hasRelay = wanted.relay ?? hasUi;
  const enabled = wanted.enabled ?? true;
  return { hubble: { enabled, relay: { enabled: hasRelay }, ui: { enabled: hasUi } } };
}

/** Two operators do not share a node. */
function operatorReplicas({ nodes }: RoleCluster): number {
  return nodes.filter(({ role }) => role !== "etcd").length > 1 ? 2 : 1;
}

function encryption({ encryption: wanted }: CiliumSettings): Values {
  if (wanted === undefined) return {};
  const { type, node_encryption } = wanted;
  const nodes = node_encryption === undefined ? {} : { nodeEncryption: node_encryption };
  return { encryption: { enabled: true, type, ...nodes } };
}
