import ipaddr from "ipaddr.js";

/** A network of IPv4. */
export interface Ipv4Network {
  readonly prefix: number;
  /** How many addresses hosts can have: all but the first and the last. */
  readonly size: number;
  /** The address of the host with that number, from 1 to `size`. */
  at(number: number): string;
  has(address: string): boolean;
}

/** Reads "10.99.0.0/24"; null for anything else, and for what holds fewer than two hosts. */
export function parseIpv4Network(text: string): Ipv4Network | null {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return null;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  if (prefix > 30) return null;
  const first = numberOf(ipaddr.IPv4.networkAddressFromCIDR(text));
  return {
    prefix,
    size: 2 ** (32 - prefix) - 2,
    at: (number) => [24, 16, 8, 0].map((bits) => Math.floor((first + number) / 2 ** bits) % 256).join("."),
    has: (other) =>
      ipaddr.IPv4.isValidFourPartDecimal(other) && ipaddr.IPv4.parse(other).match(address, prefix),
  };
}

function numberOf(address: ipaddr.IPv4): number {
  return address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
}
