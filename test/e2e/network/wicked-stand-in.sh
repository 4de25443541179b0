#!/bin/sh
# Stand-in of wicked(8): ifup, ifdown and ifreload of interfaces with addresses and routes of their own, as ifcfg(5) and
# ifroute(5) describe them. It refuses every variable and every word that it does not know.
folder=/etc/sysconfig/network
refuse() {
  echo "stand-in of wicked: $*" >&2
  exit 64
}

bring_up() {
  bootproto='' mtu='' addresses=''
  while IFS= read -r line; do
    value=${line#*=\'}
    value=${value%\'}
    case $line in
      '' | '#'*) ;;
      "STARTMODE='auto'" | "STARTMODE='hotplug'") ;;
      "BOOTPROTO='static'") bootproto=static ;;
      "MTU='"[0-9]*"'") mtu=$value ;;
      "IPADDR_"[0-9]"='"*/*"'") addresses="$addresses $value" ;;
      *) refuse "$folder/ifcfg-$1: $line" ;;
    esac
  done <"$folder/ifcfg-$1"
  [ "$bootproto" = static ] || refuse "$folder/ifcfg-$1: no BOOTPROTO"
  ip addr flush dev "$1" scope global
  ip link set dev "$1" ${mtu:+mtu "$mtu"} up
  for address in $addresses; do ip addr add "$address" dev "$1" || exit 1; done
  [ -e "$folder/ifroute-$1" ] || return 0
  while read -r to via mask interface rest; do
    case $to in '#'*) continue ;; esac
    [ "$mask $interface" = "- $1" ] || refuse "$folder/ifroute-$1: $mask $interface"
    # shellcheck disable=SC2086 # words of ip
    ip route replace "$to" via "$via" dev "$interface" $rest || exit 1
  done <"$folder/ifroute-$1"
}

bring_down() {
  ip addr flush dev "$1" scope global
  ip link set dev "$1" down
}

command=$1
shift
[ $# -gt 0 ] || refuse "no interface"
for name in "$@"; do
  [ -e "/sys/class/net/$name" ] || refuse "no interface $name"
  case $command in
    ifup) [ ! -e "$folder/ifcfg-$name" ] || bring_up "$name" ;;
    ifdown) bring_down "$name" ;;
    ifreload) if [ -e "$folder/ifcfg-$name" ]; then bring_up "$name"; else bring_down "$name"; fi ;;
    *) refuse "unknown: $command" ;;
  esac
done
