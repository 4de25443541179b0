import type { InputProblem } from "../errors.ts";
import { buildTarget } from "./build-target.ts";
import type { Declaration, DeclaredCluster, DeclaredNode } from "./declaration.ts";
import { buildGroups, groupsOfHost, roleOf } from "./groups.ts";
import type { InterfaceDeclaration } from "./interface-schema.ts";
import type { Cluster, Inventory, InventoryHost, NodeInterface } from "./inventory.ts";
import { layerOf, layerVariables, type VariableLayer } from "./layer-variables.ts";
import { listed, nodeAddresses } from "./node-addresses.ts";
import type { VariablesFile } from "./variables-file.ts";

/** Turns a declaration that passed all checks into the inventory. */
export function buildInventory(
  declaration: Declaration,
  files: readonly VariablesFile[],
  warnings: readonly InputProblem[],
): Inventory {
  const { source, head, clusters } = declaration;
  const grouped = clusters.map(({ data, nodes }) => ({
    name: data.name,
    nodes: nodes.map((node) => ({ name: node.data.name, role: roleOf(node.data.role) })),
  }));
  const groups = buildGroups(grouped);
  const layers = fileLayers(files);
  const fileLayer = layerOf(source, ["vars"], head.vars);
  const hosts = new Map<string, InventoryHost>();
  for (const cluster of clusters) {
    const base = [fileLayer, layerOf(source, [...cluster.path, "vars"], cluster.data.vars)];
    for (const node of cluster.nodes) {
      hosts.set(node.data.name, buildHost(declaration, cluster, node, base, layers, groups.get("bootstrap")));
    }
  }
  const named = clusters.map((cluster): [string, Cluster] => [cluster.data.name, buildCluster(cluster)]);
  return { file: source.file, hosts, groups, clusters: new Map(named), warnings };
}

/** Layers of group_vars/ and host_vars/ by "group NAME" and "host NAME". */
function fileLayers(files: readonly VariablesFile[]): ReadonlyMap<string, readonly VariableLayer[]> {
  const layers = new Map<string, VariableLayer[]>();
  for (const { kind, name, source } of files) {
    const key = `${kind} ${name}`;
    layers.set(key, [...(layers.get(key) ?? []), layerOf(source, [], source.data)]);
  }
  return layers;
}

function buildHost(
  { source, head }: Declaration,
  cluster: DeclaredCluster,
  { path, data }: DeclaredNode,
  base: readonly VariableLayer[],
  layers: ReadonlyMap<string, readonly VariableLayer[]>,
  bootstrap: readonly string[] = [],
): InventoryHost {
  const role = roleOf(data.role);
  const groups = groupsOfHost(cluster.data.name, role, bootstrap.includes(data.name));
  return {
    name: data.name,
    cluster: cluster.data.name,
    role,
    groups,
    target: buildTarget(source.file, head, data),
    interfaces: (data.interfaces ?? []).map(buildInterface),
    ...nodeAddresses(data, cluster.data),
    labels: data.labels ?? {},
    taints: data.taints ?? [],
    cpu: data.cpu ?? null,
    memory: data.memory ?? null,
    disk: data.disk ?? null,
    vars: layerVariables([
      ...base,
      ...groups.flatMap((group) => layers.get(`group ${group}`) ?? []),
      layerOf(source, [...path, "vars"], data.vars),
      ...(layers.get(`host ${data.name}`) ?? []),
    ]),
  };
}

function buildInterface(declared: InterfaceDeclaration): NodeInterface {
  return { ...declared, addresses: declared.addresses ?? [] };
}

function buildCluster({ data, nodes }: DeclaredCluster): Cluster {
  const names = nodes.map((node) => node.data.name);
  const first = nodes.find((node) => roleOf(node.data.role) === "control_plane");
  return {
    name: data.name,
    podCidr: data.pod_cidr,
    serviceCidr: data.service_cidr,
    ...(data.control_plane_endpoint !== undefined && { controlPlaneEndpoint: data.control_plane_endpoint }),
    nodeNetworks: listed(data.node_network),
    bootstrap: first?.data.name ?? "",
    nodes: names,
  };
}
