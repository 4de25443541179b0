import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { RoleNode } from "../../../src/role/role-context.ts";
import type { WireguardSettings } from "./settings.ts";
import { tunnelNetwork } from "./tunnel-addresses.ts";

/** UDP port that WireGuard has by custom. */
export const defaultPort = 51820;

/** The UDP port that a node listens on. */
export function portOf({ name }: RoleNode, settings: WireguardSettings): number {
  return settings.nodes?.[name]?.port ?? settings.port ?? defaultPort;
}

/** Where the others send to, as host and port; null for a node that they cannot reach by themselves. Pure. */
export function endpointOf(node: RoleNode, settings: WireguardSettings): string | null {
  const given = settings.nodes?.[node.name]?.endpoint;
  if (given === "none") return null;
  const port = portOf(node, settings);
  if (given !== undefined) return hasPort(given) ? given : withPort(given, port);
  const isOutside = (address: string): boolean =>
    !isLoopback(address) && !tunnelNetwork(settings).has(address);
  const declared = node.interfaces.flatMap(({ addresses }) =>
    addresses.map((text) => text.split("/")[0] ?? ""),
  );
  const host = node.host === node.name ? [] : [node.host];
  const found = [...host, ...node.addresses, ...node.candidates, ...declared].find(isOutside);
  return found === undefined ? null : withPort(found, port);
}

const hasPort = (text: string): boolean => /^\[.*\]:\d+$|^[^:]+:\d+$/.test(text);

function withPort(host: string, port: number): string {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  return isIP(bare) === 6 ? `[${bare}]:${port}` : `${bare}:${port}`;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || (ipaddr.isValid(host) && ipaddr.parse(host).range() === "loopback");
}
