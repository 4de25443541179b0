lab_jobs=/var/lib/lab/jobs
[ "$(id -u)" = 0 ] || lab_jobs=$HOME/.local/state/lab/jobs
lab_job=$lab_jobs/'build'
lab_alive() {
  read -r lab_keeper <"$1/keeper" || return 1
  case $(tr '\0' ' ' <"/proc/$lab_keeper/cmdline") in *" $1/keep "*) ;; *) return 1 ;; esac
} 2>/dev/null
lab_end_group() {
  kill -TERM "-$1" || return 0
  lab_left=2
  while [ "$lab_left" -gt 0 ] && kill -0 "-$1"; do
    sleep 1
    lab_left=$((lab_left - 1))
  done
  kill -KILL "-$1"
} 2>/dev/null
while [ ! -e "$lab_job/exit_code" ] && lab_alive "$lab_job"; do
  read -r lab_group <"$lab_job/group" && lab_end_group "$lab_group"
  [ -e "$lab_job/exit_code" ] || sleep 1
done