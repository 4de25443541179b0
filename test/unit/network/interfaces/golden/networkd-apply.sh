LAB_ENTRY=/e
: >"$LAB_ENTRY/begun" || exit 1
networkctl reload || exit 1
for lab_link in 'ens33' 'ens37' 'ens38' 'ens39' 'bond0' 'bond1' 'ens41' 'bond0.20' 'ens40' 'ens42'; do
  [ ! -e "/sys/class/net/$lab_link" ] || networkctl reconfigure "$lab_link" || exit 1
done
lab_off() { [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" != 1 ]; }
lab_missing() {
  ip -o link show dev 'ens33' up 2>/dev/null | grep -q . || echo 'ens33 is not there, or not up'
  ip -o addr show dev 'ens33' 2>/dev/null | grep -qF ' 192.168.5.11/24 ' || echo 'ens33 has no address 192.168.5.11/24'
  ip -o addr show dev 'ens33' 2>/dev/null | grep -qF ' fd00:5::11/64 ' || echo 'ens33 has no address fd00:5::11/64'
  ip -4 route show exact default via 192.168.5.2 dev 'ens33' 2>/dev/null | grep -q . || echo 'ens33 has no default route via 192.168.5.2'
  ip -4 route show exact 10.20.0.0/16 via 192.168.5.3 dev 'ens33' 2>/dev/null | grep -Eq ' metric 50( |$)' || echo 'ens33 has no route to 10.20.0.0/16 via 192.168.5.3'
  ip -6 route show exact default via fd00:5::1 dev 'ens33' 2>/dev/null | grep -Eq ' metric 100( |$)' || echo 'ens33 has no default route via fd00:5::1'
  lab_off 'ens37' || ip -o link show dev 'ens37' up 2>/dev/null | grep -q . || echo 'ens37 is not there, or not up'
  lab_off 'ens37' || ip -o link show dev 'ens37' 2>/dev/null | grep -q ' mtu 1400 ' || echo 'ens37 has not the MTU 1400'
  lab_off 'ens37' || ip -o addr show dev 'ens37' 2>/dev/null | grep -qF ' 172.100.100.2/24 ' || echo 'ens37 has no address 172.100.100.2/24'
  ip -o link show dev 'ens38' up 2>/dev/null | grep -q . || echo 'ens38 is not there, or not up'
  ip -o link show dev 'ens39' up 2>/dev/null | grep -q . || echo 'ens39 is not there, or not up'
  ip -o link show dev 'ens39' 2>/dev/null | grep -q ' mtu 9000 ' || echo 'ens39 has not the MTU 9000'
  ip -o link show dev 'bond0' up 2>/dev/null | grep -q . || echo 'bond0 is not there, or not up'
  ip -o link show dev 'bond0' 2>/dev/null | grep -q ' mtu 9000 ' || echo 'bond0 has not the MTU 9000'
  ip -o addr show dev 'bond0' 2>/dev/null | grep -qF ' 10.8.0.1/24 ' || echo 'bond0 has no address 10.8.0.1/24'
  ip -o link show dev 'bond1' up 2>/dev/null | grep -q . || echo 'bond1 is not there, or not up'
  ip -o link show dev 'ens41' up 2>/dev/null | grep -q . || echo 'ens41 is not there, or not up'
  ip -o link show dev 'bond0.20' up 2>/dev/null | grep -q . || echo 'bond0.20 is not there, or not up'
  ip -o addr show dev 'bond0.20' 2>/dev/null | grep -qF ' 10.20.0.1/16 ' || echo 'bond0.20 has no address 10.20.0.1/16'
  ip -o link show dev 'ens40' up 2>/dev/null | grep -q . || echo 'ens40 is not there, or not up'
  ip -o link show dev 'ens42' up 2>/dev/null | grep -q . || echo 'ens42 is not there, or not up'
  ip -o addr show dev 'ens42' 2>/dev/null | grep -qF ' 203.0.113.7/32 ' || echo 'ens42 has no address 203.0.113.7/32'
  ip -4 route show exact 10.30.0.0/16 via 203.0.113.1 dev 'ens42' 2>/dev/null | grep -q . || echo 'ens42 has no route to 10.30.0.0/16 via 203.0.113.1'
}
lab_left=60
while lab_said=$(lab_missing); [ -n "$lab_said" ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    printf '%s\n' "$lab_said" >&2
    ip -o link show >&2
    exit 1
  fi
  sleep 0.5
done