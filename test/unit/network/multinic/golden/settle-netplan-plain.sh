mac='fa:16:3e:00:00:02'
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
ip link set dev "$name" mtu 1500 || exit 1
ip link set dev "$name" up || exit 1
if systemctl is-active --quiet systemd-networkd.service 2>/dev/null; then
  begin
  until timeout 30 networkctl reload; do
    again || die "systemd-networkd does not load its configuration"
  done
fi
begin
until { [ "$(cat "/sys/class/net/$name/mtu")" = 1500 ] || ip link set dev "$name" mtu 1500; }; do
  again || die "cannot give $name what it is to have"
done