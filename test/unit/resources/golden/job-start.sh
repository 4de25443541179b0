lab_jobs=/var/lib/lab/jobs
[ "$(id -u)" = 0 ] || lab_jobs=$HOME/.local/state/lab/jobs
lab_job=$lab_jobs/'build'
umask 077
mkdir -p "$lab_jobs" && mkdir "$lab_job" || exit 1
lab_alive() {
  read -r lab_keeper <"$1/keeper" || return 1
  case $(tr '\0' ' ' <"/proc/$lab_keeper/cmdline") in *" $1/keep "*) ;; *) return 1 ;; esac
} 2>/dev/null
find "$lab_jobs" -mindepth 1 -maxdepth 1 -type d -mtime +6 | while IFS= read -r lab_old; do
  lab_alive "$lab_old" || rm -rf -- "$lab_old"
done
{ cat <<'LAB'
rm -f "$0"
{ :
make; exec ./install
}
LAB
} >"$lab_job/script" || exit 1
{ cat <<'LAB'
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
sleep 3600
lab_alive "${0%/*}" || exit 0
: >"${0%/*}/late"
lab_end_group "$1"
LAB
} >"$lab_job/watch" || exit 1
{ cat <<'LAB'
lab_job=${0%/*}
umask 022
echo "$$" >"$lab_job/keeper"
setsid sh "$lab_job/script" </dev/null >"$lab_job/stdout" 2>"$lab_job/stderr" 3>&- &
lab_group=$!
echo "$lab_group" >"$lab_job/group"
setsid sh "$lab_job/watch" "$lab_group" </dev/null >/dev/null 2>&1 3>&- &
lab_watch=$!
echo begun >&3
exec 3>&-
wait "$lab_group"
lab_code=$?
if [ -e "$lab_job/late" ]; then
  wait "$lab_watch"
  lab_code=124
  echo 'ended after 3600 s, with its children' >>"$lab_job/stderr"
else
  kill -TERM "-$lab_watch" "$lab_watch" 2>/dev/null
fi
rm -f "$lab_job/watch"
echo "$lab_code" >"$lab_job/exit_code.new"
mv "$lab_job/exit_code.new" "$lab_job/exit_code"
LAB
} >"$lab_job/keep" || exit 1
lab_begun=$( (setsid sh "$lab_job/keep" 3>&1 </dev/null >/dev/null 2>&1 &) )
if [ -z "$lab_begun" ]; then
  echo "the job could not be started" >&2
  rm -rf -- "$lab_job"
  exit 1
fi