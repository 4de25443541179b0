lab_alive() {
  read -r lab_keeper <"$1/keeper" || return 1
  case $(tr '\0' ' ' <"/proc/$lab_keeper/cmdline") in *" $1/keep "*) ;; *) return 1 ;; esac
} 2>/dev/null
lab_print() {
  if [ "$(wc -c <"$1")" -le 1048576 ]; then
    cat "$1"
  else
    head -c 524288 "$1"
    printf '\n[... the middle is left out ...]\n'
    tail -c 524288 "$1"
  fi | base64
  echo .
}
lab_tell() {
  if [ ! -d "$lab_job" ]; then
    echo absent
    return
  fi
  if [ ! -e "$lab_job/exit_code" ] && lab_alive "$lab_job"; then
    echo running
    return
  fi
  echo "finished $(cat "$lab_job/exit_code" 2>/dev/null)"
  for lab_stream in stdout stderr; do
    if [ -e "$lab_job/$lab_stream" ]; then lab_print "$lab_job/$lab_stream"; else echo .; fi
  done
}
lab_jobs='/jobs'
lab_job=$lab_jobs/'build'
lab_tell
lab_jobs=/var/lib/lab/jobs
[ "$(id -u)" = 0 ] || lab_jobs=$HOME/.local/state/lab/jobs
lab_job=$lab_jobs/'j1.2'
lab_tell
