import type { InputProblem } from "../errors.ts";
import type { ClusterHead } from "./clusters-schema.ts";
import type { Declaration, DeclaredCluster, DeclaredNode } from "./declaration.ts";
import type { InventoryHost } from "./inventory.ts";
import { type Cidr, parseAddress, parseCidr } from "./ip-range.ts";
import type { NodeDeclaration } from "./node-schema.ts";

type Network = Pick<ClusterHead, "node_network" | "pod_cidr">;

/** Entries of a text that may name one for each family, with a comma between. */
export function listed(text: string | undefined): readonly string[] {
  return (text ?? "").split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

/**
 * The address of a node among the nodes of its cluster, one for each family that pods have: what `node_ip` says, else
 * the one in `node_network`, else the only one that is known. Several that nothing chooses between are candidates. Pure.
 */
export function nodeAddresses(
  node: NodeDeclaration,
  cluster: Network,
): Pick<InventoryHost, "addresses" | "candidates"> {
  if (node.node_ip !== undefined) return { addresses: listed(node.node_ip), candidates: [] };
  const known = knownAddresses(node);
  const networks = networksOf(cluster);
  if (networks.length > 0) {
    return { addresses: networks.flatMap((network) => known.filter(isIn(network))), candidates: [] };
  }
  const byFamily = familiesOf(cluster).map((family) =>
    known.filter((address) => parseAddress(address)?.family === family),
  );
  if (byFamily.some((ofFamily) => ofFamily.length > 1)) return { addresses: [], candidates: known };
  return { addresses: byFamily.flat(), candidates: [] };
}

/** `node_ip` and `node_network` are well written, and choose exactly one address of each host that declares any. */
export function checkNodeAddresses({ source, clusters }: Declaration): InputProblem[] {
  return clusters.flatMap((cluster) => {
    const place = source.locate([...cluster.path, "node_network"]);
    const wrong = listed(cluster.data.node_network).filter((text) => parseCidr(text) === null);
    if (wrong.length > 0) {
      const hint = "write it as 172.16.0.0/24";
      return wrong.map((text) => ({
        message: `"${text}" is not a network in CIDR notation`,
        location: place,
        hint,
      }));
    }
    return cluster.nodes.flatMap((node) => [
      ...wrongNodeIp(node, source),
      ...wrongChoice(node, cluster, source),
    ]);
  });
}

function wrongNodeIp({ path, data }: DeclaredNode, source: Declaration["source"]): InputProblem[] {
  return listed(data.node_ip)
    .filter((text) => parseAddress(text) === null)
    .map((text) => {
      const hint = text.includes("/")
        ? "write it without the length of the prefix"
        : "write it as 172.16.0.11";
      return {
        message: `"${text}" is not an IP address`,
        location: source.locate([...path, "node_ip"]),
        hint,
      };
    });
}

function wrongChoice(
  { path, data }: DeclaredNode,
  cluster: DeclaredCluster,
  source: Declaration["source"],
): InputProblem[] {
  const known = knownAddresses(data);
  if (data.node_ip !== undefined || known.length === 0) return [];
  return networksOf(cluster.data).flatMap((network) => {
    const chosen = known.filter(isIn(network));
    if (chosen.length === 1) return [];
    const found = chosen.length === 0 ? `no address (it has ${known.join(", ")})` : chosen.join(" and ");
    return [
      {
        message: `host "${data.name}" has ${found} in ${network.network}, the node_network of cluster "${cluster.data.name}"`,
        location: source.locate([...path, "name"]),
        hint: 'say which address it has among the nodes: "node_ip"',
      },
    ];
  });
}

/** What interfaces declare; without interfaces, where lab connects to. */
function knownAddresses({ host, interfaces = [] }: NodeDeclaration): string[] {
  const declared = interfaces.flatMap(({ addresses = [] }) =>
    addresses.map((text) => text.split("/")[0] ?? ""),
  );
  if (declared.length > 0) return declared;
  return host !== undefined && parseAddress(host) !== null ? [host] : [];
}

function networksOf({ node_network }: Network): Cidr[] {
  return listed(node_network).flatMap((text) => parseCidr(text) ?? []);
}

function familiesOf({ pod_cidr }: Network): (4 | 6)[] {
  return listed(pod_cidr).flatMap((text) => parseCidr(text)?.family ?? []);
}

function isIn({ family, first, last }: Cidr): (text: string) => boolean {
  return (text) => {
    const address = parseAddress(text);
    return address?.family === family && address.number >= first && address.number <= last;
  };
}
