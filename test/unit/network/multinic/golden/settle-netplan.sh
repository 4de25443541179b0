mac='fa:16:3e:00:00:01'
name='multinic0'
die() {
  printf '%s\n' "$*" >&2
  exit 1
}
begin() {
  left=3
  pause=2
}
again() {
  left=$((left - 1))
  [ "$left" -gt 0 ] || return 1
  sleep "$pause"
  pause=$((pause * 2))
}
has_address() { ip -o addr show dev "$name" | grep -qF -- " $1 "; }
link=
for folder in /sys/class/net/*; do
  found=
  { read -r found <"$folder/address"; } 2>/dev/null
  [ "$found" = "$mac" ] || continue
  [ -z "$link" ] || die "several interfaces have the hardware address $mac: $link, ${folder##*/}"
  link=${folder##*/}
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
fi
begin
until timeout 30 netplan generate; do
  again || die "netplan does not accept the configuration of this host"
done
if [ "$link" != "$name" ]; then
  ip link set dev "$link" down || exit 1
  ip link set dev "$link" name "$name" || { ip link set dev "$link" up; exit 1; }
fi
switch=/proc/sys/net/ipv6/conf/$name/disable_ipv6
if [ "$(cat "$switch")" = 1 ]; then
  [ -z "${LAB_ENTRY:-}" ] || : >"$LAB_ENTRY/ipv6-was-off"
  echo 0 >"$switch" || die "IPv6 cannot be switched on for $name"
fi
ip link set dev "$name" mtu 9000 || exit 1
ip link set dev "$name" up || exit 1
if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then
  begin
  until timeout 30 networkctl reload; do
    again || die "systemd-networkd does not load its configuration"
  done
fi
ip route del '10.99.0.0/16' via '10.30.0.1' dev "$name" 2>/dev/null
ip addr del '10.30.0.6/24' dev "$name" 2>/dev/null
begin
until { [ "$(cat "/sys/class/net/$name/mtu")" = 9000 ] || ip link set dev "$name" mtu 9000; } &&
  { has_address '10.30.0.5/24' || ip addr replace '10.30.0.5/24' dev "$name"; } &&
  { has_address 'fd00:30::5/64' || ip addr replace 'fd00:30::5/64' dev "$name"; } &&
  ip route replace '10.31.0.0/16' via '10.30.0.1' metric 50 dev "$name" proto static &&
  ip route replace '10.32.0.0/16' dev "$name" proto static; do
  again || die "cannot give $name what it is to have"
done