LAB_ENTRY=/e
[ -e "$LAB_ENTRY/begun" ] || exit 0
[ -e '/sys/class/net/eth0' ] || { ip link set dev 'ens33' down; ip link set dev 'ens33' name 'eth0'; }
(
netplan apply || exit 1
)
lab_code=$?

systemctl stop systemd-networkd.socket systemd-networkd.service 2>/dev/null || :
lab_keep() {
  lab_dev=$1
  shift
  ip -o addr show dev "$lab_dev" scope global | while read -r _ _ _ lab_address lab_rest; do
    case " $lab_rest " in *" dynamic "*) continue ;; esac
    case " $* " in *" $lab_address "*) ;; *) ip addr del "$lab_address" dev "$lab_dev" ;; esac
  done
}
lab_in_order() {
  lab_now=$(ip -o -4 addr show dev "$1" scope global | while read -r _ _ _ lab_address _; do printf ' %s' "$lab_address"; done)
  [ "$lab_now" = "${2:+ $2}" ] || ip -4 addr flush dev "$1" scope global
}
for lab_round in 1 2 3; do
  lab_failed=
  [ "$lab_round" = 1 ] || sleep 1
  ip link set dev 'eth0' mtu 1500 up || lab_failed=1
  lab_keep 'eth0' 192.168.5.11/24 192.168.5.90/32
  lab_in_order 'eth0' '192.168.5.11/24 192.168.5.90/32'
  ip addr replace 192.168.5.11/24 brd 192.168.5.255 scope global dev 'eth0' || lab_failed=1
  ip addr replace 192.168.5.90/32 scope global dev 'eth0' || lab_failed=1
  ip -4 route replace default via 192.168.5.2 dev 'eth0' || lab_failed=1
  ip link set dev 'ens37' mtu 1500 up || lab_failed=1
  lab_keep 'ens37' 172.100.100.9/24 172.100.100.77/24
  ip addr replace 172.100.100.9/24 scope global dev 'ens37' || lab_failed=1
done
[ -z "$lab_failed" ] || exit 1
exit "$lab_code"