import ipaddr from "ipaddr.js";
import { InputError } from "../../errors.ts";

type Parsed = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Addresses and networks as networks in their shortest form: sorted, none within another. Throws InputError. */
export function networksOf(texts: readonly string[]): string[] {
  const parsed = texts.map(parseNetwork).toSorted(([, a], [, b]) => a - b);
  const kept: Parsed[] = [];
  for (const network of parsed) {
    if (!kept.some((wider) => holds(wider, network))) kept.push(network);
  }
  return kept.map(([address, length]) => `${address.toString()}/${length}`).toSorted();
}

/** Whether a network, or an address, is one of IPv6. */
export function isIpv6(network: string): boolean {
  return network.includes(":");
}

function parseNetwork(text: string): Parsed {
  const whole = text.trim();
  if (!whole.includes("/") && ipaddr.isValid(whole)) return hostNetwork(whole);
  if (!ipaddr.isValidCIDR(whole)) {
    throw new InputError({
      message: `"${text}" is no network`,
      hint: "write an address, or a network: 10.0.0.0/24",
    });
  }
  const [address, length] = ipaddr.parseCIDR(whole);
  const family = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return [family.networkAddressFromCIDR(`${address}/${length}`), length];
}

function hostNetwork(text: string): Parsed {
  const address = ipaddr.parse(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

function holds([wide, length]: Parsed, [narrow]: Parsed): boolean {
  return wide.kind() === narrow.kind() && narrow.match(wide, length);
}
