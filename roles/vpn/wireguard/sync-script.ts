import { tunnelFile, tunnelInterface } from "./paths.ts";
import { keyLine } from "./tunnel-file.ts";

/**
 * sh that makes an interface that is up what lab0.conf says, without taking it down: tunnels whose peers stay the same go on.
 * wg syncconf would take away a private key that its input does not name, and knows neither addresses nor routes. Nothing
 * happens where the interface is down. Safe to run at any time.
 */
export const syncScript = `set -e
[ -e /sys/class/net/${tunnelInterface} ] && [ -r ${tunnelFile} ] || exit 0
umask 077
lab_value() { sed -n "s/^$1 = //p" ${tunnelFile}; }
lab_key=$(sed -n 's/^${keyLine}//p' ${tunnelFile})
{ echo '[Interface]'
  printf 'PrivateKey = '; cat "$lab_key"
  wg-quick strip ${tunnelInterface} | sed '/^\\[Interface\\]$/d'
} | wg syncconf ${tunnelInterface} /dev/stdin
lab_address=$(lab_value Address)
ip -o address show dev ${tunnelInterface} scope global | while read -r _ _ _ lab_there _; do
  [ "$lab_there" = "$lab_address" ] || ip address delete "$lab_there" dev ${tunnelInterface}
done
ip address replace "$lab_address" dev ${tunnelInterface}
ip link set dev ${tunnelInterface} mtu "$(lab_value MTU)" up
lab_networks=" $(wg show ${tunnelInterface} allowed-ips | cut -f 2 | tr '\\n' ' ') "
for lab_family in 4 6; do
  ip -o "-$lab_family" route show dev ${tunnelInterface} proto boot | while read -r lab_there _; do
    case $lab_there in */*) ;; *:*) lab_there=$lab_there/128 ;; *) lab_there=$lab_there/32 ;; esac
    case $lab_networks in *" $lab_there "*) ;; *) ip "-$lab_family" route delete "$lab_there" dev ${tunnelInterface} ;; esac
  done
done
for lab_network in $lab_networks; do
  case $lab_network in *:*) lab_family=6 ;; */*) lab_family=4 ;; *) continue ;; esac
  [ -n "$(ip "-$lab_family" route show dev ${tunnelInterface} match "$lab_network")" ] ||
    ip "-$lab_family" route add "$lab_network" dev ${tunnelInterface}
done
`;
