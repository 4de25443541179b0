import type { Cluster, Inventory, InventoryHost } from "../inventory/inventory.ts";
import type { RoleCluster, RoleNode } from "../role/role-context.ts";

const views = new WeakMap<Inventory, Map<string, RoleCluster>>();

/** A cluster as roles and templates see it. Cost: once per cluster and run. */
export function clusterView(name: string, inventory: Inventory): RoleCluster {
  const known = views.get(inventory) ?? new Map<string, RoleCluster>();
  views.set(inventory, known);
  const view = known.get(name) ?? viewOf(inventory.clusters.get(name), inventory);
  known.set(name, view);
  return view;
}

function viewOf(cluster: Cluster | undefined, inventory: Inventory): RoleCluster {
  const nodes = (cluster?.nodes ?? []).flatMap((node) => {
    const host = inventory.hosts.get(node);
    return host ? [nodeView(host)] : [];
  });
  return {
    name: cluster?.name ?? "",
    podCidr: cluster?.podCidr ?? "",
    serviceCidr: cluster?.serviceCidr ?? "",
    nodeNetworks: cluster?.nodeNetworks ?? [],
    endpoint: cluster ? endpointOf(cluster, inventory) : "",
    bootstrap: cluster?.bootstrap ?? "",
    nodes,
  };
}

/** A host as roles and templates see it. */
export function nodeView(host: InventoryHost): RoleNode {
  return {
    name: host.name,
    role: host.role,
    host: host.target.host,
    address: host.addresses[0] ?? null,
    addresses: host.addresses,
    candidates: host.candidates,
    labels: host.labels,
    taints: host.taints,
    interfaces: host.interfaces,
  };
}

const apiPort = 6443;

/** Where nodes reach the API server: what the cluster declares, else the first control plane by address or name. */
function endpointOf({ controlPlaneEndpoint, bootstrap }: Cluster, inventory: Inventory): string {
  const first = inventory.hosts.get(bootstrap);
  const declared = controlPlaneEndpoint ?? first?.addresses[0] ?? first?.target.host ?? bootstrap;
  if (/^\[.*\]:\d+$|^[^:]*:\d+$/.test(declared)) return declared;
  const isIpv6 = declared.includes(":") && !declared.startsWith("[");
  return `${isIpv6 ? `[${declared}]` : declared}:${apiPort}`;
}
