#!/bin/sh
# Written by lab: the routes to the pods of other nodes (proto 76), and the rules for pods.
failed=0
iptables-restore -w 5 --noflush <<'LAB'
*nat
:LAB-POD-MASQ - [0:0]
-A LAB-POD-MASQ -d 10.244.0.0/16 -j RETURN
-A LAB-POD-MASQ -d 224.0.0.0/4 -j RETURN
-A LAB-POD-MASQ -j MASQUERADE
COMMIT
LAB
iptables -w 5 -t nat -C POSTROUTING -s 10.244.0.0/16 -j LAB-POD-MASQ 2>/dev/null || iptables -w 5 -t nat -A POSTROUTING -s 10.244.0.0/16 -j LAB-POD-MASQ
if iptables -w 5 -S FORWARD | grep -qx -e '-P FORWARD DROP'; then
iptables-restore -w 5 --noflush <<'LAB'
*filter
:LAB-POD-FORWARD - [0:0]
-A LAB-POD-FORWARD -s 10.244.0.0/16 -j ACCEPT
-A LAB-POD-FORWARD -d 10.244.0.0/16 -j ACCEPT
COMMIT
LAB
iptables -w 5 -t filter -C FORWARD -j LAB-POD-FORWARD 2>/dev/null || iptables -w 5 -t filter -A FORWARD -j LAB-POD-FORWARD
fi
ip6tables-restore -w 5 --noflush <<'LAB'
*nat
:LAB-POD-MASQ - [0:0]
-A LAB-POD-MASQ -d fd00::/56 -j RETURN
-A LAB-POD-MASQ -d ff00::/8 -j RETURN
-A LAB-POD-MASQ -j MASQUERADE
COMMIT
LAB
ip6tables -w 5 -t nat -C POSTROUTING -s fd00::/56 -j LAB-POD-MASQ 2>/dev/null || ip6tables -w 5 -t nat -A POSTROUTING -s fd00::/56 -j LAB-POD-MASQ
if ip6tables -w 5 -S FORWARD | grep -qx -e '-P FORWARD DROP'; then
ip6tables-restore -w 5 --noflush <<'LAB'
*filter
:LAB-POD-FORWARD - [0:0]
-A LAB-POD-FORWARD -s fd00::/56 -j ACCEPT
-A LAB-POD-FORWARD -d fd00::/56 -j ACCEPT
COMMIT
LAB
ip6tables -w 5 -t filter -C FORWARD -j LAB-POD-FORWARD 2>/dev/null || ip6tables -w 5 -t filter -A FORWARD -j LAB-POD-FORWARD
fi
ip -4 route replace 10.244.2.0/24 via 10.0.0.4 proto 76 || failed=1
ip -6 route replace fd00:2::/64 via fd00::4 proto 76 || failed=1
exit "$failed"
