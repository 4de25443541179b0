
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
lab_ping() { ping -c 1 -W 1 -M "do" -s "$(($2 - lab_header))" "$1" >/dev/null 2>&1; }
lab_mtu() {
  command -v ping >/dev/null 2>&1 || return 0
  lab_device=$(ip -o route get "$2" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p')
  [ -r "/sys/class/net/$lab_device/mtu" ] || return 0
  read -r lab_link <"/sys/class/net/$lab_device/mtu"
  case $2 in *:*) lab_header=48 ;; *) lab_header=28 ;; esac
  lab_largest=0
  if lab_ping "$2" "$lab_link" || lab_ping "$2" "$lab_link"; then lab_largest=$lab_link
  else
    for lab_size in 1500 1450 1400 1280; do
      if [ "$lab_size" -lt "$lab_link" ] && lab_ping "$2" "$lab_size"; then
        lab_largest=$lab_size
        break
      fi
    done
  fi
  echo "mtu $1 $lab_device $lab_link $lab_largest"
}
lab_mtu 'w1' '192.0.2.21' &
lab_connect 'w1' '192.0.2.21' 6443 &
lab_connect 'w1' '192.0.2.21' 10250 &
wait
