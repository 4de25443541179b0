LAB_ENTRY=/e
: >"$LAB_ENTRY/begun" || exit 1
{ ip link set dev 'eth0' down && ip link set dev 'eth0' name 'labtmp0'; } || exit 1
{ ip link set dev 'labtmp0' down && ip link set dev 'labtmp0' name 'ens33'; } || exit 1
ip link set dev 'ens33' up
ip -4 route del default via 192.168.5.2 dev 'ens33' 2>/dev/null || :
ip addr del 172.100.100.9/24 dev 'ens37' 2>/dev/null || :
netplan apply || exit 1
lab_off() { [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" != 1 ]; }
lab_missing() {
  ip -o link show dev 'ens33' up 2>/dev/null | grep -q . || echo 'ens33 is not there, or not up'
  ip -o addr show dev 'ens33' 2>/dev/null | grep -qF ' 192.168.5.11/24 ' || echo 'ens33 has no address 192.168.5.11/24'
  ip -4 route show exact default via 192.168.5.2 dev 'ens33' 2>/dev/null | grep -q . || echo 'ens33 has no default route via 192.168.5.2'
  ip -o link show dev 'ens37' up 2>/dev/null | grep -q . || echo 'ens37 is not there, or not up'
  ip -o link show dev 'ens37' 2>/dev/null | grep -q ' mtu 1400 ' || echo 'ens37 has not the MTU 1400'
  ip -o addr show dev 'ens37' 2>/dev/null | grep -qF ' 172.100.100.2/24 ' || echo 'ens37 has no address 172.100.100.2/24'
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