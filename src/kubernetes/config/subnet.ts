import ipaddr from "ipaddr.js";

/** A network in CIDR notation. */
export interface Subnet {
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly text: string;
  /** Whether they share an address. */
  overlaps(other: Subnet): boolean;
}

/** Reads "10.10.0.0/16", or a lone address as the network of itself; null for anything else. */
export function parseSubnet(text: string): Subnet | null {
  const cidr = text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;
  if (!ipaddr.isValidCIDR(cidr)) return null;
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  return {
    family: address.kind() === "ipv6" ? 6 : 4,
    prefix,
    text,
    overlaps(other) {
      const [theirs] = ipaddr.parseCIDR(
        other.text.includes("/") ? other.text : `${other.text}/${other.prefix}`,
      );
      return address.kind() === theirs.kind() && address.match(theirs, Math.min(prefix, other.prefix));
    },
  };
}

/** Reads networks with commas between, as `pod_cidr` and `podSubnet` have them; what is none is left out. */
export function parseSubnets(text: string): readonly Subnet[] {
  return text
    .split(",")
    .map((part) => parseSubnet(part.trim()))
    .filter((subnet) => subnet !== null);
}
