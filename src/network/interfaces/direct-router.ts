import ipaddr from "ipaddr.js";
import type { NodeInterface } from "../../role/role-context.ts";

/**
 * Whether a router is reached directly although no network of the interface holds it: beside addresses that are alone in
 * their network (/32, /128), as hosters give them. The services must be told. Pure.
 */
export function isDirectRouter({ addresses }: NodeInterface, via: string): boolean {
  if (!ipaddr.isValid(via)) return false;
  const router = ipaddr.parse(via);
  const networks = addresses.filter((text) => ipaddr.isValidCIDR(text)).map((text) => ipaddr.parseCIDR(text));
  const own = networks.filter(([address]) => address.kind() === router.kind());
  return own.some(isAlone) && !own.some(([address, length]) => router.match(address, length));
}

function isAlone([address, length]: readonly [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  return length === (address.kind() === "ipv4" ? 32 : 128);
}
