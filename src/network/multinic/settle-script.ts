import { shQuote } from "../../resources/sh-quote.ts";
import type { Backend } from "./host-state.ts";
import type { InterfaceDifference } from "./interface-difference.ts";
import type { SoundInterface, WantedRoute } from "./wanted-interface.ts";

/** Seconds for one command, and how often and after how long it is tried again. */
const limits = { seconds: 30, tries: 3, pause: 2 };

/**
 * POSIX sh that gives an interface its name and state now; its files are written already. It looks once more whether the
 * interface is anybody else's, and touches nothing then. Ends with 0 once everything is in place.
 */
export function settleScript(
  backend: Backend,
  name: string,
  { mac, mtu, addresses, routes }: SoundInterface,
  { strayAddresses, strayRoutes }: InterfaceDifference,
): string {
  const stray = [
    ...strayRoutes.map(
      ({ to, via }) => `ip route del ${shQuote(to)}${via ? ` via ${shQuote(via)}` : ""} dev "$name"`,
    ),
    ...strayAddresses.map((address) => `ip addr del ${shQuote(address)} dev "$name"`),
  ];
  const wanted = [
    `{ [ "$(cat "/sys/class/net/$name/mtu")" = ${mtu} ] || ip link set dev "$name" mtu ${mtu}; }`,
    ...addresses.map((address) => {
      const quoted = shQuote(address);
      return `{ has_address ${quoted} || ip addr replace ${quoted} dev "$name"; }`;
    }),
    ...routes.map((route) => `ip route replace ${routeWords(route)} dev "$name" proto static`),
  ];
  const lines = [
    `mac=${shQuote(mac)}`,
    `name=${shQuote(name)}`,
    helpers,
    ...(addresses.length > 0 ? [hasAddress] : []),
    assertion,
    ...(backend === "netplan" ? [generateNetplan] : []),
    rename,
    ...(addresses.some((address) => address.includes(":")) ? [allowIpv6] : []),
    `ip link set dev "$name" mtu ${mtu} || exit 1`,
    `ip link set dev "$name" up || exit 1`,
    backend === "netplan" ? reloadNetworkd : reloadWicked,
    ...stray.map((command) => `${command} 2>/dev/null`),
    "begin",
    `until ${wanted.join(" &&\n  ")}; do`,
    '  again || die "cannot give $name what it is to have"',
    "done",
  ];
  return lines.join("\n");
}

/** A route as `ip route` takes it, without its interface. */
function routeWords({ to, via, metric }: WantedRoute): string {
  const words = [
    shQuote(to),
    ...(via === undefined ? [] : ["via", shQuote(via)]),
    ...(metric === undefined ? [] : ["metric", String(metric)]),
  ];
  return words.join(" ");
}

/** `begin`, then `until COMMAND; do again || die "…"; done`. */
const helpers = `die() {
  printf '%s\\n' "$*" >&2
  exit 1
}
begin() {
  left=${limits.tries}
  pause=${limits.pause}
}
again() {
  left=$((left - 1))
  [ "$left" -gt 0 ] || return 1
  sleep "$pause"
  pause=$((pause * 2))
}`;

const hasAddress = `has_address() { ip -o addr show dev "$name" | grep -qF -- " $1 "; }`;

const rename = `if [ "$link" != "$name" ]; then
  ip link set dev "$link" down || exit 1
  ip link set dev "$link" name "$name" || { ip link set dev "$link" up; exit 1; }
fi`;

const assertion = `link=
for folder in /sys/class/net/*; do
  found=
  { read -r found <"$folder/address"; } 2>/dev/null
  [ "$found" = "$mac" ] || continue
  [ -z "$link" ] || die "several interfaces have the hardware address $mac: $link, \${folder##*/}"
  link=\${folder##*/}
done
[ -n "$link" ] || die "there is no interface with the hardware address $mac any more"
if [ "$link" != "$name" ]; then
  [ ! -e "/sys/class/net/$name" ] || die "another interface is called $name"
  [ ! -e "/sys/class/net/$link/master" ] || die "$link is a member of another interface"
  [ -z "$(ip -o addr show dev "$link" scope global)" ] || die "$link has an address that lab has not given it"
  [ -z "$(ip -4 route show dev "$link")" ] || die "a route goes over $link"
  if ip -6 route show dev "$link" | grep -qv -e '^fe80::' -e '^ff00::' -e '^multicast'; then
    die "a route goes over $link"
  fi
fi`;

/** As systemd-networkd does for an interface that has IPv6; container engines switch it off. */
const allowIpv6 = `switch=/proc/sys/net/ipv6/conf/$name/disable_ipv6
if [ "$(cat "$switch")" = 1 ]; then
  [ -z "\${LAB_ENTRY:-}" ] || : >"$LAB_ENTRY/ipv6-was-off"
  echo 0 >"$switch" || die "IPv6 cannot be switched on for $name"
fi`;

const generateNetplan = `begin
until timeout ${limits.seconds} netplan generate; do
  again || die "netplan does not accept the configuration of this host"
done`;

/** Other links are left as they are: `netplan apply` would touch all of them. */
const reloadNetworkd = `if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then
  begin
  until timeout ${limits.seconds} networkctl reload; do
    again || die "systemd-networkd does not load its configuration"
  done
fi`;

const reloadWicked = `begin
until timeout ${limits.seconds} wicked ifreload "$name"; do
  again || die "wicked does not bring $name up"
done`;
