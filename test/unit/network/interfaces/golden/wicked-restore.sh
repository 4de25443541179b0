LAB_ENTRY=/e
[ -e "$LAB_ENTRY/begun" ] || exit 0

(
wicked ifreload 'ens33' 'ens37' 'ens38' 'ens39' 'bond0' 'bond1' 'ens41' 'bond0.20' 'ens40' 'ens42' || :
wicked ifup 'ens33' 'ens37' 'ens38' 'ens39' 'bond0' 'bond1' 'ens41' 'bond0.20' 'ens40' 'ens42' || :
)
lab_code=$?
[ ! -e '/sys/class/net/bond0' ] || ip link delete dev 'bond0'
[ ! -e '/sys/class/net/bond1' ] || ip link delete dev 'bond1'
[ ! -e '/sys/class/net/bond0.20' ] || ip link delete dev 'bond0.20'
:
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
  ip link set dev 'ens33' mtu 1500 up || lab_failed=1
  lab_keep 'ens33' 
  lab_in_order 'ens33' ''
  ip link set dev 'ens37' mtu 1500 up || lab_failed=1
  lab_keep 'ens37' 
  lab_in_order 'ens37' ''
  ip link set dev 'ens38' mtu 1500 up || lab_failed=1
  lab_keep 'ens38' 
  lab_in_order 'ens38' ''
  ip link set dev 'ens39' mtu 1500 up || lab_failed=1
  lab_keep 'ens39' 
  lab_in_order 'ens39' ''
  ip link set dev 'ens40' mtu 1500 up || lab_failed=1
  lab_keep 'ens40' 
  lab_in_order 'ens40' ''
  ip link set dev 'ens41' mtu 1500 up || lab_failed=1
  lab_keep 'ens41' 
  lab_in_order 'ens41' ''
  ip link set dev 'ens42' mtu 1500 up || lab_failed=1
  lab_keep 'ens42' 
  lab_in_order 'ens42' ''
done
[ -z "$lab_failed" ] || exit 1
exit "$lab_code"