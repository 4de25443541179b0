import { shQuote } from "../../resources/sh-quote.ts";
import type { Backend, HostLink } from "./host-state.ts";
import type { SoundInterface } from "./wanted-interface.ts";

/**
 * POSIX sh that gives an interface back the name, the state, the addresses and the routes that it had. Safe where nothing
 * was changed. What it cannot find any more it cannot restore: a link that is gone is none of its failures.
 */
export function restoreScript(name: string, wanted: SoundInterface, before: HostLink): string {
  const addresses = before.addresses.filter(({ isDynamic }) => !isDynamic).map(({ address }) => address);
  const routes = before.routes.filter(({ protocol }) => protocol === "static");
  const newRoutes = wanted.routes.filter(({ to }) => !before.routes.some((route) => route.to === to));
  const newAddresses = wanted.addresses.filter(
    (address) => !before.addresses.some((one) => one.address === address),
  );
  const lines = [
    `name=${shQuote(name)}`,
    `old=${shQuote(before.name)}`,
    '[ -e "/sys/class/net/$name" ] || exit 0',
    `[ "$(cat "/sys/class/net/$name/address")" = ${shQuote(wanted.mac)} ] || exit 0`,
    ...newRoutes.map(({ to }) => `ip route del ${shQuote(to)} dev "$name" 2>/dev/null`),
    ...newAddresses.map((address) => `ip addr del ${shQuote(address)} dev "$name" 2>/dev/null`),
    restoreIpv6,
    `ip link set dev "$name" mtu ${before.mtu} || exit 1`,
    ...(before.name === name ? [] : [renameBack]),
    `ip link set dev "$old" ${before.isUp ? "up" : "down"} || exit 1`,
    ...addresses.map((address) => `ip addr replace ${shQuote(address)} dev "$old" || exit 1`),
    ...routes.map(
      ({ to, via }) =>
        `ip route replace ${shQuote(to)}${via ? ` via ${shQuote(via)}` : ""} dev "$old" proto static || exit 1`,
    ),
    "exit 0",
  ];
  return lines.join("\n");
}

const renameBack = 'ip link set dev "$name" down && ip link set dev "$name" name "$old" || exit 1';

const restoreIpv6 = `if [ -n "\${LAB_ENTRY:-}" ] && [ -e "$LAB_ENTRY/ipv6-was-off" ]; then
  echo 1 >"/proc/sys/net/ipv6/conf/$name/disable_ipv6" || exit 1
fi`;

/** POSIX sh that makes the host's configuration follow its files again, once these are as before. */
export function reloadScript(backend: Backend): string {
  if (backend === "wicked") return ":";
  return `timeout 30 netplan generate || exit 1
if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then timeout 30 networkctl reload || exit 1; fi
exit 0`;
}
