name='multinic0'
old='multinic0'
[ -e "/sys/class/net/$name" ] || exit 0
[ "$(cat "/sys/class/net/$name/address")" = 'fa:16:3e:00:00:01' ] || exit 0
ip route del '10.31.0.0/16' dev "$name" 2>/dev/null
ip route del '10.32.0.0/16' dev "$name" 2>/dev/null
ip addr del '10.30.0.5/24' dev "$name" 2>/dev/null
ip addr del 'fd00:30::5/64' dev "$name" 2>/dev/null
if [ -n "${LAB_ENTRY:-}" ] && [ -e "$LAB_ENTRY/ipv6-was-off" ]; then
  echo 1 >"/proc/sys/net/ipv6/conf/$name/disable_ipv6" || exit 1
fi
ip link set dev "$name" mtu 1400 || exit 1
ip link set dev "$old" up || exit 1
ip addr replace '10.30.0.6/24' dev "$old" || exit 1
ip route replace '10.99.0.0/16' via '10.30.0.1' dev "$old" proto static || exit 1
exit 0