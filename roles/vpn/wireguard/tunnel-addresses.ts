import { InputError } from "../../../src/errors.ts";
import type { RoleNode } from "../../../src/role/role-context.ts";
import { type Ipv4Network, parseIpv4Network } from "./ipv4-network.ts";
import type { WireguardSettings } from "./settings.ts";

/** The network of the settings. Throws InputError where it is none. */
export function tunnelNetwork({ network }: WireguardSettings): Ipv4Network {
  const parsed = parseIpv4Network(network);
  if (parsed) return parsed;
  throw new InputError({
    message: `wireguard.network is "${network}", which is no network of IPv4 with room for hosts`,
    hint: "write it as 10.99.0.0/24",
  });
}

/**
 * The address that the inventory or the settings choose for a node; null where none does. Throws InputError where it lies
 * outside of the network.
 */
export function chosenAddress({ name, addresses }: RoleNode, settings: WireguardSettings): string | null {
  const network = tunnelNetwork(settings);
  const given = settings.nodes?.[name]?.address;
  if (given === undefined) return addresses.find((address) => network.has(address)) ?? null;
  if (network.has(given)) return given;
  throw new InputError({
    message: `wireguard.nodes.${name}.address is ${given}, which is not in ${settings.network}`,
    hint: `write an address of ${settings.network}`,
  });
}

/**
 * The address of every node: the chosen one, else the one that it has (`current`, by name), so that nobody moves when another
 * node leaves the inventory; else the first free one from its place in the cluster on. Throws InputError where two have the
 * same, or the network is full. Pure.
 */
export function tunnelAddresses(
  nodes: readonly RoleNode[],
  settings: WireguardSettings,
  current: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const network = tunnelNetwork(settings);
  const fixed = new Map<string, string>();
  for (const node of nodes) {
    const chosen = chosenAddress(node, settings);
    if (chosen === null) continue;
    refuseTaken(node.name, chosen, fixed);
    fixed.set(node.name, chosen);
  }
  for (const { name } of nodes) {
    const had = current.get(name);
    if (!fixed.has(name) && had !== undefined && network.has(had) && !isTaken(had, fixed))
      fixed.set(name, had);
  }
  for (const [index, { name }] of nodes.entries()) {
    if (!fixed.has(name)) fixed.set(name, firstFree(index, network, fixed, settings.network));
  }
  return fixed;
}

function firstFree(
  index: number,
  network: Ipv4Network,
  taken: ReadonlyMap<string, string>,
  text: string,
): string {
  for (let tried = 0; tried < network.size; tried += 1) {
    const address = network.at(((index + tried) % network.size) + 1);
    if (!isTaken(address, taken)) return address;
  }
  throw new InputError({
    message: `${text} has no address left for another node`,
    hint: "choose a larger network",
  });
}

const isTaken = (address: string, taken: ReadonlyMap<string, string>): boolean =>
  [...taken.values()].includes(address);

function refuseTaken(name: string, address: string, taken: ReadonlyMap<string, string>): void {
  const [other] = [...taken].find(([, theirs]) => theirs === address) ?? [];
  if (other === undefined) return;
  throw new InputError({
    message: `${other} and ${name} have the same address in the VPN: ${address}`,
    hint: "give one of them another node_ip",
  });
}
