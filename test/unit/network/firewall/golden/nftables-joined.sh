#!/bin/sh
# Written by lab: changes made here are overwritten.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
lab_nft_chains() {
  nft list chains 2>/dev/null | while read -r lab_1 lab_2 lab_3 lab_4 _; do
    case $lab_1 in
      table) lab_family=$lab_2 lab_table=$lab_3 ;;
      chain)
        lab_chain=$lab_2
        [ "$lab_family $lab_table" = "inet lab" ] || case $lab_chain in
          lab_input | lab_forward) printf '%s %s %s own\n' "$lab_family" "$lab_table" "$lab_chain" ;;
        esac
        ;;
      type)
        case "$lab_family $lab_2 $lab_4" in
          "inet filter input" | "ip filter input" | "ip6 filter input" | "inet filter forward" | "ip filter forward" | "ip6 filter forward")
            printf '%s %s %s %s\n' "$lab_family" "$lab_table" "$lab_chain" "$lab_4"
            ;;
        esac
        ;;
    esac
  done
}
lab_nft_list() {
  nft -s list table inet lab 2>/dev/null
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    case "$lab_family $lab_table $lab_hook" in
      "inet lab "*) ;;
      *" own") nft -s list chain "$lab_family" "$lab_table" "$lab_chain" ;;
      *) nft -s list chain "$lab_family" "$lab_table" "$lab_chain" | sed -n '/comment "lab: /,$p' ;;
    esac
  done
}
lab_nft_removal() {
  if nft list table inet lab >/dev/null 2>&1; then echo 'delete table inet lab'; fi
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    case "$lab_family $lab_table $lab_hook" in
      "inet lab "* | *" own") ;;
      *)
        nft -a list chain "$lab_family" "$lab_table" "$lab_chain" |
          sed -n "s/.* comment \"lab: [a-z]*\" # handle \([0-9]*\)$/delete rule $lab_family $lab_table $lab_chain handle \1/p"
        ;;
    esac
  done
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    [ "$lab_hook" != own ] || printf 'flush chain %s %s %s\ndelete chain %s %s %s\n' \
      "$lab_family" "$lab_table" "$lab_chain" "$lab_family" "$lab_table" "$lab_chain"
  done
}
join() {
  last=$(nft -a list chain "$1" "$2" "$3" | sed -n '/ comment "lab: /d; s/^\t\t\(.*\) # handle \([0-9]*\)$/\2 \1/p' | tail -n 1)
  place="add rule $1 $2 $3"
  if closes_all "${last#* }"; then place="insert rule $1 $2 $3 handle ${last%% *}"; fi
  printf '%s jump lab_%s comment "lab: %s"\n' "$place" "$4" "$4"
}
closes_all() {
  printf '%s\n' "$1" | grep -Eq '^(counter( packets [0-9]+ bytes [0-9]+)? )?(log( [^ ]+ ("[^"]*"|[^ ]+))* )?(drop|reject( .*)?)$'
}
additions() {
  if nft list chain inet filter input >/dev/null 2>&1; then
    cat <<'LAB'
add chain inet filter lab_input
flush chain inet filter lab_input
add rule inet filter lab_input ct state established,related accept
add rule inet filter lab_input ct status dnat accept
add rule inet filter lab_input iifname "lo" accept
add rule inet filter lab_input ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
add rule inet filter lab_input tcp dport { 22, 2222 } accept comment "lab: ssh 9491fa4e"
add rule inet filter lab_input meta l4proto icmp accept comment "lab: icmp 9b29a1c7"
add rule inet filter lab_input meta l4proto ipv6-icmp accept comment "lab: icmp 9b29a1c7"
add rule inet filter lab_input ip saddr { 10.0.0.0/24, 10.1.0.7/32 } tcp dport 10250 accept comment "lab: kubelet c4bbe2e8"
add rule inet filter lab_input ip6 saddr fd00::/64 tcp dport 10250 accept comment "lab: kubelet c4bbe2e8"
add rule inet filter lab_input udp dport 30000-32767 accept comment "lab: nodeports-udp e83cbbd2"
add rule inet filter lab_input ip saddr 10.244.0.0/16 accept comment "lab: pods 6f4fd3a7"
add rule inet filter lab_input ip6 saddr fd00:10:244::/56 accept comment "lab: pods 6f4fd3a7"
add rule inet filter lab_input ip saddr 10.0.0.0/24 meta l4proto 4 accept comment "lab: calico-ipip 020dfa3b"
add rule inet filter lab_input iifname "tailscale0" accept comment "lab: tailscale-inside ad5cd6f6"
add rule inet filter lab_input ip saddr 10.77.0.1/32 meta l4proto udp accept comment "lab: own-1 f43bacef"
LAB
    join inet filter input input
  fi
  if nft list chain inet filter forward >/dev/null 2>&1; then
    cat <<'LAB'
add chain inet filter lab_forward
flush chain inet filter lab_forward
add rule inet filter lab_forward ip saddr 10.244.0.0/16 accept
add rule inet filter lab_forward ip daddr 10.244.0.0/16 accept
add rule inet filter lab_forward ip6 saddr fd00:10:244::/56 accept
add rule inet filter lab_forward ip6 daddr fd00:10:244::/56 accept
LAB
    join inet filter forward forward
  fi
  if nft list chain ip second input >/dev/null 2>&1; then
    cat <<'LAB'
add chain ip second lab_input
flush chain ip second lab_input
add rule ip second lab_input ct state established,related accept
add rule ip second lab_input ct status dnat accept
add rule ip second lab_input iifname "lo" accept
add rule ip second lab_input tcp dport { 22, 2222 } accept comment "lab: ssh 9491fa4e"
add rule ip second lab_input meta l4proto icmp accept comment "lab: icmp 9b29a1c7"
add rule ip second lab_input meta l4proto ipv6-icmp accept comment "lab: icmp 9b29a1c7"
add rule ip second lab_input ip saddr { 10.0.0.0/24, 10.1.0.7/32 } tcp dport 10250 accept comment "lab: kubelet c4bbe2e8"
add rule ip second lab_input udp dport 30000-32767 accept comment "lab: nodeports-udp e83cbbd2"
add rule ip second lab_input ip saddr 10.244.0.0/16 accept comment "lab: pods 6f4fd3a7"
add rule ip second lab_input ip saddr 10.0.0.0/24 meta l4proto 4 accept comment "lab: calico-ipip 020dfa3b"
add rule ip second lab_input iifname "tailscale0" accept comment "lab: tailscale-inside ad5cd6f6"
add rule ip second lab_input ip saddr 10.77.0.1/32 meta l4proto udp accept comment "lab: own-1 f43bacef"
LAB
    join ip second input input
  fi
  :
}
start_rules() {
  { lab_nft_removal; additions; } | nft -f -
}
stop_rules() { lab_nft_removal | nft -f -; }
list_rules() { lab_nft_list; }
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
