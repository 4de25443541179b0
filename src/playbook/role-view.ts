import ipaddr from "ipaddr.js";
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
    bootstrap: cluster?.bootstrap ?? "",
    nodes,
  };
}

/** A host as roles and templates see it. */
export function nodeView(host: InventoryHost): RoleNode {
  return {
    name: host.name,
    role: host.role,
    address: addressOf(host),
    labels: host.labels,
    taints: host.taints,
  };
}

/** The interface without a gateway is the one between nodes; a host that declares none is reached where lab reaches it. */
function addressOf(host: InventoryHost): string | null {
  const inner = host.interfaces.find((nic) => nic.gateway === undefined) ?? host.interfaces[0];
  const declared = inner?.addresses[0]?.split("/")[0];
  if (declared !== undefined) return declared;
  return ipaddr.isValid(host.target.host) ? host.target.host : null;
}
