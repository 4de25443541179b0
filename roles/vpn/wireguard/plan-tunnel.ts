import type { RoleCluster, RoleNode } from "../../../src/role/role-context.ts";
import { endpointOf, portOf } from "./endpoint.ts";
import type { WireguardSettings } from "./settings.ts";
import type { Tunnel, TunnelPeer } from "./tunnel.ts";
import { tunnelAddresses, tunnelNetwork } from "./tunnel-addresses.ts";
import type { ReadTunnel } from "./tunnel-file.ts";
import type { TunnelHost } from "./tunnel-host.ts";

/** What is known of the nodes, by their names: what they said; null of those that could not be asked. */
export type KnownHosts = ReadonlyMap<string, TunnelHost | null>;

/** The tunnel of one host, and whom it leaves out. */
export interface PlannedTunnel {
  readonly tunnel: Tunnel;
  /** Nodes that have no key: they have not joined yet, or have left. */
  readonly keyless: readonly string[];
  /** Nodes that could not be asked, and are kept as they were known. */
  readonly remembered: readonly string[];
}

const defaultMtu = 1420;
const defaultKeepalive = 25;

/**
 * The tunnel of `host` to the others. Who cannot be asked keeps the key and the address that this host knows, else those that
 * another one knows: a node that is switched off is not thrown out. Who can be asked and has no key is left out. Pure. Throws
 * InputError where addresses clash.
 */
export function planTunnel(
  host: RoleNode,
  cluster: RoleCluster,
  settings: WireguardSettings,
  keyFile: string,
  known: KnownHosts,
): PlannedTunnel {
  const network = tunnelNetwork(settings);
  const others = cluster.nodes.filter(({ name }) => name !== host.name);
  const members = new Map(
    others.flatMap((node) => {
      const member = memberOf(node.name, host.name, known);
      return member === null ? [] : [[node.name, member] as const];
    }),
  );
  const own = known.get(host.name)?.address ?? null;
  const current = new Map([
    ...[...members].flatMap(([name, { address }]) => (address === null ? [] : [[name, address] as const])),
    ...(own === null ? [] : [[host.name, own] as const]),
  ]);
  const addresses = tunnelAddresses(cluster.nodes, settings, current);
  const peers = others.flatMap((node): TunnelPeer[] => {
    const publicKey = members.get(node.name)?.publicKey;
    if (publicKey === undefined) return [];
    const endpoint = endpointOf(node, settings);
    const allowedIps = [`${addresses.get(node.name)}/32`, ...behind(node.name, settings)];
    return [{ name: node.name, publicKey, allowedIps, endpoint, keepalive: null }];
  });
  const tunnel = {
    address: `${addresses.get(host.name)}/${network.prefix}`,
    port: portOf(host, settings),
    mtu: settings.mtu ?? defaultMtu,
    keyFile,
    peers: keptOpen(host, settings, throughHub(host.name, settings, peers)),
  };
  const isUnknown = ({ name }: RoleNode): boolean => !members.has(name);
  const isSilent = ({ name }: RoleNode): boolean => members.has(name) && !known.get(name);
  const names = (nodes: readonly RoleNode[]): string[] => nodes.map(({ name }) => name);
  return {
    tunnel,
    keyless: names(others.filter(isUnknown)),
    remembered: names(others.filter(isSilent)),
  };
}

interface Member {
  readonly publicKey: string;
  readonly address: string | null;
}

function memberOf(name: string, own: string, known: KnownHosts): Member | null {
  const host = known.get(name);
  if (host) return host.publicKey === null ? null : { publicKey: host.publicKey, address: host.address };
  const views = [known.get(own), ...known.values()].filter((view): view is TunnelHost => Boolean(view));
  return views.flatMap((view) => memberIn(view, name)).at(0) ?? null;
}

/** Of a hub's spokes no address is known but the hub's own network. */
function memberIn({ peers }: ReadTunnel, name: string): Member[] {
  return peers
    .filter((peer) => peer.name === name)
    .map(({ publicKey, allowedIps }) => {
      const [first = ""] = allowedIps;
      return { publicKey, address: first.endsWith("/32") ? first.slice(0, -"/32".length) : null };
    });
}

function behind(name: string, settings: WireguardSettings): readonly string[] {
  return settings.nodes?.[name]?.allowed_ips ?? [];
}

/** Spokes have one peer, the hub, which everything goes to; the hub has all of them. */
function throughHub(
  own: string,
  { topology, hub, network }: WireguardSettings,
  peers: readonly TunnelPeer[],
): readonly TunnelPeer[] {
  if (topology !== "hub" || own === hub) return peers;
  return peers
    .filter(({ name }) => name === hub)
    .map((peer) => {
      const beyond = peers.flatMap(({ allowedIps }) => allowedIps.slice(1));
      return { ...peer, allowedIps: [network, ...beyond] };
    });
}

/** Who is behind NAT calls the others again and again, so that they find the way back. */
function keptOpen(host: RoleNode, settings: WireguardSettings, peers: readonly TunnelPeer[]): TunnelPeer[] {
  const seconds = settings.keepalive ?? defaultKeepalive;
  const isHidden = endpointOf(host, settings) === null;
  const keeps = (peer: TunnelPeer): boolean => isHidden && seconds > 0 && peer.endpoint !== null;
  return peers.map((peer) => (keeps(peer) ? { ...peer, keepalive: seconds } : peer));
}
