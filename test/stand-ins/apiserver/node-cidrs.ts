/** The n-th network of that mask inside a CIDR (IPv4 or IPv6); null behind the last one. */
export function subnetOf(cidr: string, mask: number, index: number): string | null {
  const [network = "", length = ""] = cidr.split("/");
  const isV6 = network.includes(":");
  const bits = isV6 ? 128 : 32;
  if (index >= 2 ** Math.min(mask - Number(length), 30)) return null;
  const start = isV6 ? v6Number(network) : v4Number(network);
  const address = start + (BigInt(index) << BigInt(bits - mask));
  return `${isV6 ? v6Text(address) : v4Text(address)}/${mask}`;
}

function v4Number(text: string): bigint {
  return text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function v4Text(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 255n)).join(".");
}

function v6Number(text: string): bigint {
  const [head = "", tail] = text.split("::");
  const left = head.split(":").filter((part) => part !== "");
  const right = (tail ?? "").split(":").filter((part) => part !== "");
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
}

function v6Text(number: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  // The URL parser writes addresses in their canonical form.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
