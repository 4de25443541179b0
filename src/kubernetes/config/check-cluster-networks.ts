import type { InputProblem } from "../../errors.ts";
import type { RoleCluster } from "../../role/role-context.ts";
import { effectiveCluster } from "./effective-cluster.ts";
import type { ConfigurationOverrides } from "./kubeadm-request.ts";
import { nodesWithPods } from "./node-mask.ts";
import { parseSubnets, type Subnet } from "./subnet.ts";

interface NamedSubnet {
  readonly name: string;
  readonly subnet: Subnet;
}

/** What Tailscale and carriers use (RFC 6598). */
const carrierNetwork = "100.64.0.0/10";

/**
 * Checks the networks that kubeadm is really given, overrides included: pods and services keep clear of each other, of
 * the nodes' networks and of 100.64.0.0/10, and every node can have a share of the pod network. The inventory's own
 * networks were checked, with their places, when it was read.
 */
export function checkClusterNetworks(
  cluster: RoleCluster,
  overrides: ConfigurationOverrides | null = null,
): InputProblem[] {
  const { podCidr, serviceCidr, nodeNetworks, nodes } = effectiveCluster(cluster, overrides);
  const pods = named("the pod network", podCidr);
  const services = named("the service network", serviceCidr);
  const addresses = nodes.flatMap((node) =>
    named(`the address of node "${node.name}"`, node.addresses.join(",")),
  );
  const others = [
    ...addresses,
    ...named("the network of the nodes", nodeNetworks.join(",")),
    ...named("what Tailscale and carriers use", carrierNetwork),
  ];
  return [
    ...pods.flatMap((network) => overlap(network, [...services, ...others])),
    ...services.flatMap((network) => overlap(network, others)),
    ...pods.flatMap((network) => tooSmall(network, nodesWithPods(nodes))),
  ];
}

function named(name: string, cidrs: string): NamedSubnet[] {
  return parseSubnets(cidrs).map((subnet) => ({ name: `${name}, ${subnet.text}`, subnet }));
}

/** The first is enough: a hundred nodes inside one network are one mistake. */
function overlap({ name, subnet }: NamedSubnet, others: readonly NamedSubnet[]): InputProblem[] {
  const other = others.find((one) => one.subnet.overlaps(subnet));
  if (other === undefined) return [];
  return [{ message: `${name}, overlaps with ${other.name}`, hint: "give each network a range of its own" }];
}

function tooSmall({ name, subnet }: NamedSubnet, nodes: number): InputProblem[] {
  const addressesPerNode = 2 ** ((subnet.family === 4 ? 32 : 128) - subnet.prefix) / Math.max(1, nodes);
  if (addressesPerNode >= 4) return [];
  return [{ message: `${name}, has no room for ${nodes} nodes`, hint: "choose a larger one, such as a /16" }];
}
