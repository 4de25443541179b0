
# shellcheck disable=SC2016 # bash expands what stands in single quotes
lab_connect() {
  if command -v bash >/dev/null 2>&1; then
    lab_said=$(LC_ALL=C timeout 2 bash -c ': <>"/dev/tcp/$0/$1"' "$2" "$3" 2>&1)
  elif command -v nc >/dev/null 2>&1; then
    lab_said=$(LC_ALL=C timeout 3 nc -v -z -w 2 "$2" "$3" 2>&1 </dev/null)
  else
    echo "port $1 $3 untried"
    return
  fi
  lab_code=$?
  case $lab_code:$lab_said in
    0:*) lab_reach=open ;;
    *efused*) lab_reach=refused ;;
    *route*|*nreachable*|*ermitted*|*rohibited*) lab_reach=unreachable ;;
    *) lab_reach=silent ;;
  esac
  echo "port $1 $3 $lab_reach"
}
lab_ping() { LC_ALL=C timeout 3 ping -c 1 -W 1 "$@" 2>/dev/null; }
lab_size() { lab_ping -M "do" -s "$(($3 - lab_header))" "$2" >/dev/null && echo "size $1 $3"; }
lab_way() {
  command -v ping >/dev/null 2>&1 || return 0
  lab_ms=$({ lab_ping "$2" || lab_ping "$2"; } | sed -n 's/.*time[=<]\([0-9.]*\) *ms.*/\1/p' | head -n 1)
  echo "ping $1 ${lab_ms:-silent}"
  [ -n "$lab_ms" ] || return 0
  case $2 in *[!0-9a-fA-F.:]*) return 0 ;; *:*) lab_header=48 ;; *) lab_header=28 ;; esac
  lab_device=$(ip -o route get "$2" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p')
  [ -r "/sys/class/net/$lab_device/mtu" ] || return 0
  read -r lab_link <"/sys/class/net/$lab_device/mtu"
  echo "link $1 $lab_device $lab_link"
  lab_size "$1" "$2" "$lab_link" || lab_size "$1" "$2" "$lab_link" && return 0
  for lab_bytes in 4000 1500 1492 1480 1476 1460 1450 1440 1420 1412 1400 1380 1360 1340 1320 1300 1280 1200 1000 576; do
    if [ "$lab_bytes" -lt "$lab_link" ]; then lab_size "$1" "$2" "$lab_bytes" & fi
  done
  wait
}
lab_way 'w1' '192.0.2.21' &
lab_connect 'w1' '192.0.2.21' 6443 &
lab_connect 'w1' '192.0.2.21' 10250 &
wait
