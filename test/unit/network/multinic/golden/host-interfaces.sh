
if command -v netplan >/dev/null 2>&1 && [ -d /etc/netplan ]; then echo 'backend netplan'
elif command -v wicked >/dev/null 2>&1; then echo 'backend wicked'
fi
lab_links=$(ip -j -d addr show) || {
  echo 'iproute2 4.18 or later is needed, which prints JSON' >&2
  exit 1
}
printf 'links %s\n' "$(printf '%s' "$lab_links" | tr -d '\n')"
printf 'routes %s\n' "$(ip -j -4 route show 2>/dev/null | tr -d '\n')"
printf 'routes %s\n' "$(ip -j -6 route show 2>/dev/null | tr -d '\n')"
for lab_file in /etc/netplan/9*-multinic*.yaml /etc/sysconfig/network/ifcfg-multinic*; do
  [ -f "$lab_file" ] || continue
  lab_mac=$(sed -n 's/.*[^0-9A-Fa-f:]\([0-9A-Fa-f][0-9A-Fa-f]\(:[0-9A-Fa-f][0-9A-Fa-f]\)\{5\}\).*/\1/p' "$lab_file" | head -n 1)
  printf 'own %s %s\n' "${lab_file##*/}" "$lab_mac"
done
lab_words=$(
  for lab_link in /sys/class/net/*; do
    [ "${lab_link##*/}" = lo ] && continue
    printf '%s\n' "${lab_link##*/}"
    lab_mac=
    { read -r lab_mac <"$lab_link/address"; } 2>/dev/null
    [ -z "$lab_mac" ] || printf '%s\n' "$lab_mac"
  done
)
set --
for lab_file in /etc/netplan/*.yaml /lib/netplan/*.yaml /run/netplan/*.yaml \
  /etc/network/interfaces /etc/network/interfaces.d/* /etc/systemd/network/* \
  /etc/sysconfig/network/ifcfg-* /etc/sysconfig/network-scripts/ifcfg-* \
  /etc/NetworkManager/system-connections/*; do
  [ -f "$lab_file" ] || continue
  case ${lab_file##*/} in
    9*-multinic*.yaml | 9*-multinic*.link | ifcfg-multinic* | ifcfg-lo) continue ;;
    ifcfg-*) printf 'configured %s\n' "${lab_file##*/ifcfg-}" ;;
  esac
  set -- "$@" "$lab_file"
done
[ "$#" -eq 0 ] || [ -z "$lab_words" ] ||
  grep -howiFe "$lab_words" -- "$@" | sort -u | sed 's/^/configured /'
true
