import ipaddr from "ipaddr.js";

/** Whether two networks in CIDR notation, or addresses, have an address in common; false where one is neither. Pure. */
export function networksOverlap(a: string, b: string): boolean {
  const [one, other] = [networkOf(a), networkOf(b)];
  if (!one || !other || one.address.kind() !== other.address.kind()) return false;
  const bits = Math.min(one.prefix, other.prefix);
  return isWithin(one.address, other.address, bits);
}

type Address = ReturnType<typeof ipaddr.parse>;

function networkOf(text: string): { readonly address: Address; readonly prefix: number } | null {
  const [address = "", prefix] = text.split("/");
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.parse(address);
  const most = parsed.kind() === "ipv4" ? 32 : 128;
  return { address: parsed, prefix: prefix === undefined ? most : Number(prefix) };
}

function isWithin(a: Address, b: Address, bits: number): boolean {
  const [one, other] = [a.toByteArray(), b.toByteArray()];
  return one.every((byte, index) => {
    const counted = Math.max(0, Math.min(8, bits - index * 8));
    return byte >> (8 - counted) === (other[index] ?? 0) >> (8 - counted);
  });
}
