import { InputError } from "../../src/errors.ts";
import { parseSubnet, parseSubnets, type Subnet } from "../../src/kubernetes/config/subnet.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import type { SystemFacts } from "../../src/role/system-facts.ts";

/** Links of pods, containers and VPNs: an address there is the node's only where somebody has chosen it. */
const notBetweenNodes =
  /^(cni|flannel|cilium_|lxc|cali|vxlan\.calico|kube-|nodelocaldns|docker|br-|podman|lxdbr|virbr|veth|tailscale|wt)/;

/** The address or addresses of a node, or why nobody can tell. */
export type NodeIp =
  | { readonly kind: "known"; readonly addresses: readonly string[] }
  | { readonly kind: "unclear"; readonly problem: string };

/** Throws InputError where the inventory knows several addresses of a node, and nothing chooses between them. */
export function refuseSeveralAddresses({ name, addresses, candidates }: RoleNode): void {
  if (addresses.length > 0 || candidates.length === 0) return;
  throw new InputError({
    message: `node "${name}" has several addresses, and nothing says which of them is its node IP: ${candidates.join(", ")}`,
    hint: 'write node_network (such as "10.0.0.0/24") at the cluster, or node_ip at the node',
  });
}

/**
 * A node's IP, one for each family of the cluster's services: as the inventory has it, else the only address on the host that
 * lies in the network of the nodes, or, where none is given, that is not of pods, containers or a VPN. Never a guess. Pure.
 */
export function nodeIp(node: RoleNode, cluster: RoleCluster, facts: SystemFacts): NodeIp {
  if (node.addresses.length > 0) return { kind: "known", addresses: node.addresses };
  const chosen: string[] = [];
  for (const { family } of parseSubnets(cluster.serviceCidr)) {
    const networks = parseSubnets(cluster.nodeNetworks.join(",")).filter(
      (network) => network.family === family,
    );
    const candidates = addressesOf(facts, family, networks);
    const [only, ...more] = candidates;
    if (only === undefined || more.length > 0) {
      return { kind: "unclear", problem: problemOf(node.name, family, candidates, networks) };
    }
    chosen.push(only);
  }
  return { kind: "known", addresses: chosen };
}

/** Addresses that others can reach: none of the link alone. */
function addressesOf({ interfaces }: SystemFacts, family: 4 | 6, networks: readonly Subnet[]): string[] {
  return Object.entries(interfaces)
    .filter(([name]) => networks.length > 0 || !notBetweenNodes.test(name))
    .flatMap(([, { addresses }]) => addresses)
    .map((address) => address.split("/")[0] ?? "")
    .filter((address) => address.includes(":") === (family === 6) && !/^(fe80:|169\.254\.)/i.test(address))
    .filter((address) => networks.length === 0 || isWithin(address, networks));
}

function isWithin(address: string, networks: readonly Subnet[]): boolean {
  const own = parseSubnet(address);
  return own !== null && networks.some((network) => network.overlaps(own));
}

function problemOf(
  name: string,
  family: 4 | 6,
  candidates: readonly string[],
  networks: readonly Subnet[],
): string {
  const where = networks.length > 0 ? ` in ${networks.map(({ text }) => text).join(", ")}` : "";
  const what =
    candidates.length === 0
      ? `no IPv${family} address${where}`
      : `several addresses${where}: ${candidates.join(", ")}`;
  return `${name} has ${what}. Its node IP must be said: write node_network at the cluster, or node_ip at the node`;
}
