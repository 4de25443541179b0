import ipaddr from "ipaddr.js";

/** An IP address as a number that can be compared and sorted within its family. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly number: bigint;
}

/** All addresses of a network, ends included. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A network in CIDR notation. */
export interface Cidr extends IpRange {
  readonly prefix: number;
  /** The address that was written before the slash; `first` unless host bits are set. */
  readonly address: bigint;
  /** The network in its usual notation: 10.10.0.0/16 for 10.10.3.7/16. */
  readonly network: string;
}

/** Reads an IPv4 (four decimal parts) or IPv6 address; null when it is neither. */
export function parseAddress(text: string): IpAddress | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { family: 4, number: numberOf(ipaddr.IPv4.parse(text).toByteArray()) };
  }
  if (text.includes(":") && ipaddr.IPv6.isValid(text)) {
    return { family: 6, number: numberOf(ipaddr.IPv6.parse(text).toByteArray()) };
  }
  return null;
}

/** Reads ADDRESS/PREFIX; null when it is not that. Host bits may be set, as in the address of an interface. */
export function parseCidr(text: string): Cidr | null {
  const [addressText = "", prefixText = "", ...rest] = text.split("/");
  const address = parseAddress(addressText);
  if (!address || addressText.includes("%") || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefixText)) {
    return null;
  }
  const bits = address.family === 4 ? 32 : 128;
  const prefix = Number(prefixText);
  if (prefix > bits) return null;
  const hostMask = (1n << BigInt(bits - prefix)) - 1n;
  const first = address.number & ~hostMask;
  return {
    family: address.family,
    first,
    last: first | hostMask,
    prefix,
    address: address.number,
    network: `${formatAddress({ family: address.family, number: first })}/${prefix}`,
  };
}

/** The usual notation of an address. */
export function formatAddress({ family, number }: IpAddress): string {
  const bytes = Array.from({ length: family === 4 ? 4 : 16 }, (_, index) =>
    Number((number >> BigInt(((family === 4 ? 3 : 15) - index) * 8)) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

function numberOf(bytes: readonly number[]): bigint {
  return BigInt(`0x${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}
