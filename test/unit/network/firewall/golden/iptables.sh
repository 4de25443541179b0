#!/bin/sh
# Written by lab: changes made here are overwritten.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
lab_tools() {
  for lab_tool in iptables ip6tables; do
    if "$lab_tool" -w 5 -S INPUT >/dev/null 2>&1; then echo "$lab_tool"; fi
  done
}
lab_iptables_list() {
  for lab_tool in $(lab_tools); do
    for lab_chain in LAB-INPUT LAB-FORWARD; do
      "$lab_tool" -w 5 -S "$lab_chain" 2>/dev/null | sed "s/^/$lab_tool /"
    done
    "$lab_tool" -w 5 -S INPUT | sed -n "/ -j LAB-INPUT$/,\$s/^/$lab_tool /p"
    "$lab_tool" -w 5 -S FORWARD | sed -n "/ -j LAB-FORWARD$/s/^/$lab_tool /p; /^-P FORWARD DROP$/s/^/$lab_tool /p"
  done
}
lab_iptables_removal() {
  for lab_tool in $(lab_tools); do
    {
      echo '*filter'
      lab_detach INPUT
      lab_detach FORWARD
      for lab_chain in LAB-INPUT LAB-FORWARD; do
        if "$lab_tool" -w 5 -S "$lab_chain" >/dev/null 2>&1; then printf -- '-F %s\n-X %s\n' "$lab_chain" "$lab_chain"; fi
      done
      echo COMMIT
    } | "$lab_tool-restore" -w 5 --noflush || return
  done
}
lab_detach() {
  "$lab_tool" -w 5 -S "$1" | sed -n "/ -j LAB-$1$/s/^-A /-D /p"
}
others() { "$lab_tool" -w 5 -S "$1" | grep "^-A $1 " | grep -v -e " -j LAB-$1$"; }
ends_closed() {
  others "$1" | tail -n 1 | grep -Eq "^-A $1( -m comment --comment (\"[^\"]*\"|[^ ]+))? -j (DROP|REJECT.*)$"
}
is_closed() { "$lab_tool" -w 5 -S "$1" | grep -qx -e "-P $1 DROP" || ends_closed "$1"; }
place() {
  if ends_closed "$1"; then
    printf -- '-I %s %s ' "$1" "$(others "$1" | wc -l)"
  else
    printf -- '-A %s ' "$1"
  fi
  printf -- '-m comment --comment lab -j LAB-%s\n' "$1"
}
rules() {
  case $1 in
    iptables)
      cat <<'LAB'
*filter
:LAB-INPUT - [0:0]
:LAB-FORWARD - [0:0]
-A LAB-INPUT -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT
-A LAB-INPUT -i lo -j ACCEPT
-A LAB-INPUT -p tcp -m multiport --dports 22,2222 -m comment --comment "lab: ssh 9491fa4e" -j ACCEPT
-A LAB-INPUT -p icmp -m comment --comment "lab: icmp 9b29a1c7" -j ACCEPT
-A LAB-INPUT -s 10.0.0.0/24 -p tcp -m multiport --dports 10250 -m comment --comment "lab: kubelet c4bbe2e8" -j ACCEPT
-A LAB-INPUT -s 10.1.0.7/32 -p tcp -m multiport --dports 10250 -m comment --comment "lab: kubelet c4bbe2e8" -j ACCEPT
-A LAB-INPUT -p udp -m multiport --dports 30000:32767 -m comment --comment "lab: nodeports-udp e83cbbd2" -j ACCEPT
-A LAB-INPUT -s 10.244.0.0/16 -m comment --comment "lab: pods 6f4fd3a7" -j ACCEPT
-A LAB-INPUT -s 10.0.0.0/24 -p 4 -m comment --comment "lab: calico-ipip 020dfa3b" -j ACCEPT
-A LAB-INPUT -i tailscale0 -m comment --comment "lab: tailscale-inside ad5cd6f6" -j ACCEPT
-A LAB-INPUT -s 10.77.0.1/32 -p udp -m comment --comment "lab: own-1 f43bacef" -j ACCEPT
-A LAB-INPUT -j DROP
-A LAB-FORWARD -s 10.244.0.0/16 -j ACCEPT
-A LAB-FORWARD -d 10.244.0.0/16 -j ACCEPT
LAB
      ;;
    ip6tables)
      cat <<'LAB'
*filter
:LAB-INPUT - [0:0]
:LAB-FORWARD - [0:0]
-A LAB-INPUT -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT
-A LAB-INPUT -i lo -j ACCEPT
-A LAB-INPUT -s fe80::/10 -p udp -m udp --sport 547 --dport 546 -j ACCEPT
-A LAB-INPUT -p tcp -m multiport --dports 22,2222 -m comment --comment "lab: ssh 9491fa4e" -j ACCEPT
-A LAB-INPUT -p ipv6-icmp -m comment --comment "lab: icmp 9b29a1c7" -j ACCEPT
-A LAB-INPUT -s fd00::/64 -p tcp -m multiport --dports 10250 -m comment --comment "lab: kubelet c4bbe2e8" -j ACCEPT
-A LAB-INPUT -p udp -m multiport --dports 30000:32767 -m comment --comment "lab: nodeports-udp e83cbbd2" -j ACCEPT
-A LAB-INPUT -s fd00:10:244::/56 -m comment --comment "lab: pods 6f4fd3a7" -j ACCEPT
-A LAB-INPUT -i tailscale0 -m comment --comment "lab: tailscale-inside ad5cd6f6" -j ACCEPT
-A LAB-INPUT -j DROP
-A LAB-FORWARD -s fd00:10:244::/56 -j ACCEPT
-A LAB-FORWARD -d fd00:10:244::/56 -j ACCEPT
LAB
      ;;
  esac
}
start_rules() {
  for lab_tool in $(lab_tools); do
    {
      rules "$lab_tool"
      lab_detach INPUT
      lab_detach FORWARD
      place INPUT
      if is_closed FORWARD; then place FORWARD; fi
      echo COMMIT
    } | "$lab_tool-restore" -w 5 --noflush || return
  done
}
stop_rules() { lab_iptables_removal; }
list_rules() { lab_iptables_list; }
case ${1-} in
  start)
    start_rules || exit
    printf '%s %s\n' "$(sha256sum <"$0")" "$(list_rules | sha256sum)" >/run/lab-firewall
    ;;
  stop)
    rm -f /run/lab-firewall
    stop_rules
    ;;
  *)
    echo "usage: lab-firewall start|stop" >&2
    exit 2
    ;;
esac
