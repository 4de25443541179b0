import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { order } from "./mariadb.ts";

/** The hardware address of an interface that a test makes on a host. */
export function macOf(host: number, index: number): string {
  const pair = (number: number): string => number.toString(16).padStart(2, "0");
  return `fa:16:3e:00:${pair(host)}:${pair(index)}`;
}

/** Plugs interfaces into a host: one end of a pair is what lab finds, the other one stands for the network behind it. */
export async function plugIn(host: SandboxHost, number: number, first: number, count: number): Promise<void> {
  const indexes = Array.from({ length: count }, (_, index) => first + index);
  const commands = indexes.map(
    (index) =>
      `ip link add ex${index} address ${macOf(number, index)} type veth peer name far${index} && ip link set far${index} up`,
  );
  await order(host, ["set -e", ...commands].join("\n"));
}

/** Everything about the interfaces of a host that are none of lab's: links, addresses, routes, configuration. */
export async function foreignState(host: SandboxHost): Promise<string> {
  return order(
    host,
    `ip -o link show | grep -v -e multinic -e ': ex' -e ': far' | sed 's/ state .*//'
ip -o addr show dev eth0
ip route show dev eth0
find /etc/netplan /etc/systemd/network -type f ! -name '9*-multinic*' -exec sha256sum {} +`,
  );
}

/** Names, hardware addresses and addresses of the extra interfaces that lab has named, sorted by name. */
export async function namedInterfaces(host: SandboxHost): Promise<string[]> {
  const said = await order(
    host,
    `for link in /sys/class/net/multinic*; do
  [ -e "$link" ] || continue
  name=\${link##*/}
  printf '%s %s' "$name" "$(cat "$link/address")"
  ip -o addr show dev "$name" scope global | sed 's/.*inet6* \\([^ ]*\\).*/ \\1/' | tr -d '\\n'
  echo
done`,
  );
  return said.split("\n").filter((line) => line !== "");
}
