LC_ALL=C
export LC_ALL
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
echo '==lab ssh=='
lab_pid=$$
while [ "${lab_pid:-0}" -gt 1 ]; do
  lab_ssh=$(tr '\0' '\n' <"/proc/$lab_pid/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p')
  if [ -n "$lab_ssh" ]; then
    printf 'connection %s\n' "$lab_ssh"
    break
  fi
  lab_pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$lab_pid/status" 2>/dev/null)
done
if command -v sshd >/dev/null 2>&1; then sshd -T 2>/dev/null | grep '^port '; fi
:
if [ -r /run/lab-firewall ]; then
  echo '==lab record=='
  cat /run/lab-firewall
fi
if command -v ufw >/dev/null 2>&1; then
  echo '==lab ufw status=='
  ufw status verbose || exit 1
  echo '==lab ufw rules=='
  ufw show added || exit 1
  if [ -e /etc/ufw/enabled-by-lab ]; then echo '==lab ufw enabled by lab=='; fi
fi
if command -v firewall-cmd >/dev/null 2>&1; then
  echo '==lab firewalld=='
  if systemctl is-active --quiet firewalld 2>/dev/null; then
    echo running
    sed -n 's/^DefaultZone=/default /p' /etc/firewalld/firewalld.conf
    if [ -e /etc/firewalld/policies/lab-input.xml ]; then
      echo '==lab firewalld policies=='
      firewall-cmd --list-all-policies
      echo '==lab firewalld permanent policies=='
      firewall-cmd --permanent --list-all-policies
    fi
    echo '==lab firewalld zones=='
    firewall-cmd --list-all-zones
    echo '==lab firewalld permanent zones=='
    firewall-cmd --permanent --list-all-zones
  fi
fi
if command -v nft >/dev/null 2>&1; then
  echo '==lab nftables=='
  lab_nft_chains | while read -r lab_family lab_table lab_chain lab_hook; do
    [ "$lab_hook" = own ] || nft -s list chain "$lab_family" "$lab_table" "$lab_chain" | grep -v ' comment "lab: '
  done
  echo '==lab nftables own=='
  lab_nft_list
  echo '==lab nftables sum=='
  lab_nft_list | sha256sum
fi
if command -v iptables >/dev/null 2>&1; then
  echo '==lab iptables=='
  for lab_tool in $(lab_tools); do "$lab_tool" -w 5 -S INPUT | grep -v ' -j LAB-INPUT$' | sed "s/^/$lab_tool /"; done
  echo '==lab iptables own=='
  lab_iptables_list
  echo '==lab iptables sum=='
  lab_iptables_list | sha256sum
fi
: