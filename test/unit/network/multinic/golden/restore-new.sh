name='multinic0'
old='ens4'
[ -e "/sys/class/net/$name" ] || exit 0
[ "$(cat "/sys/class/net/$name/address")" = 'fa:16:3e:00:00:01' ] || exit 0
ip route del '10.31.0.0/16' dev "$name" 2>/dev/null
ip route del '10.32.0.0/16' dev "$name" 2>/dev/null
ip addr del '10.30.0.5/24' dev "$name" 2>/dev/null
ip addr del 'fd00:30::5/64' dev "$name" 2>/dev/null
if [ -n "${LAB_ENTRY:-}" ] && [ -e "$LAB_ENTRY/ipv6-was-off" ]; then
  echo 1 >"/proc/sys/net/ipv6/conf/$name/disable_ipv6" || exit 1
fi
ip link set dev "$name" mtu 1500 || exit 1
ip link set dev "$name" down && ip link set dev "$name" name "$old" || exit 1
ip link set dev "$old" up || exit 1
exit 0