lab_jobs=/var/lib/lab/jobs
[ "$(id -u)" = 0 ] || lab_jobs=$HOME/.local/state/lab/jobs
lab_job=$lab_jobs/'build'
lab_alive() {
  read -r lab_keeper <"$1/keeper" || return 1
  case $(tr '\0' ' ' <"/proc/$lab_keeper/cmdline") in *" $1/keep "*) ;; *) return 1 ;; esac
} 2>/dev/null
lab_end=$(($(date +%s) + 10))
while [ ! -e "$lab_job/exit_code" ] && lab_alive "$lab_job" && [ "$(date +%s)" -lt "$lab_end" ]; do sleep 1; done