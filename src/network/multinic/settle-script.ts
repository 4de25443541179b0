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
  return `mac=${shQuote(mac)}
name=${shQuote(name)}
${helpers}
${assertion}
${backend === "netplan" ? generateNetplan : ""}
if [ "$link" != "$name" ]; then
  ip link set dev "$link" down || exit 1
  ip link set dev "$link" name "$name" || { ip link set dev "$link" up; exit 1; }
fi
${addresses.some((address) => address.includes(":")) ? allowIpv6 : ""}
ip link set dev "$name" mtu ${mtu} || exit 1
ip link set dev "$name" up || exit 1
${backend === "netplan" ? reloadNetworkd : reloadWicked}
${stray.map((command) => `${command} 2>/dev/null\n`).join("")}settle() {
  [ "$(cat "/sys/class/net/$name/mtu")" = ${mtu} ] || ip link set dev "$name" mtu ${mtu} || return
${addresses.map((address) => `  has_address ${shQuote(address)} || ip addr replace ${shQuote(address)} dev "$name" || return\n`).join("")}${routes.map((route) => `  ip route replace ${routeWords(route)} dev "$name" proto static || return\n`).join("")}  true
}
try settle || die "cannot give $name what it is to have"
exit 0`;
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

const helpers = `die() {
  printf '%s\\n' "$*" >&2
  exit 1
}
try() {
  left=${limits.tries}
  pause=${limits.pause}
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep "$pause"
    pause=$((pause * 2))
  done
}
limited() { timeout ${limits.seconds} "$@"; }
has_address() { ip -o addr show dev "$name" | grep -qF -- " $1 "; }`;

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
  [ -z "$(ip -6 route show dev "$link" | grep -v -e '^fe80::' -e '^ff00::' -e '^multicast')" ] ||
    die "a route goes over $link"
fi`;

/** As systemd-networkd does for an interface that has IPv6; container engines switch it off. */
const allowIpv6 = `switch=/proc/sys/net/ipv6/conf/$name/disable_ipv6
if [ "$(cat "$switch")" = 1 ]; then
  [ -z "\${LAB_ENTRY:-}" ] || : >"$LAB_ENTRY/ipv6-was-off"
  echo 0 >"$switch" || die "IPv6 cannot be switched on for $name"
fi`;

const generateNetplan = `try limited netplan generate || die "netplan does not accept the configuration of this host"`;

/** Other links are left as they are: `netplan apply` would touch all of them. */
const reloadNetworkd = `if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then
  try limited networkctl reload || die "systemd-networkd does not load its configuration"
fi`;

const reloadWicked = `try limited wicked ifreload "$name" || die "wicked does not bring $name up"`;
