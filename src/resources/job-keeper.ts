import { jobAliveScript } from "./job-folder.ts";

/** How long the processes of a job have to end by themselves once they were told to. */
const graceSeconds = 2;

/**
 * sh that defines `lab_end_group PGID`: ends a process group, politely, then by force. Without `-s` and `--`, which dash
 * and BusyBox understand in different ways.
 */
export const endGroupScript = `lab_end_group() {
  kill -TERM "-$1" || return 0
  lab_left=${graceSeconds}
  while [ "$lab_left" -gt 0 ] && kill -0 "-$1"; do
    sleep 1
    lab_left=$((lab_left - 1))
  done
  kill -KILL "-$1"
} 2>/dev/null`;

/**
 * sh that stands in the directory of a job, next to `script`, and runs that in a process group of its own, for at most
 * the given number of seconds. It says so on file descriptor 3 once the job has begun, and writes the exit code when
 * all is over. The watchdog may not yet lead a group of its own when a short job ends, and is signalled as a process,
 * too.
 */
export function jobKeeperScript(limitSeconds: number): string {
  return `lab_job=\${0%/*}
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
  echo 'ended after ${limitSeconds} s, with its children' >>"$lab_job/stderr"
else
  kill -TERM "-$lab_watch" "$lab_watch" 2>/dev/null
fi
rm -f "$lab_job/watch"
echo "$lab_code" >"$lab_job/exit_code.new"
mv "$lab_job/exit_code.new" "$lab_job/exit_code"
`;
}

/**
 * sh, in the directory of a job as well, that ends the process group which it is given when the time is over. It does
 * not when the keeper is gone: the group may then be another one's.
 */
export function jobWatchScript(limitSeconds: number): string {
  return `${jobAliveScript}
${endGroupScript}
sleep ${limitSeconds}
lab_alive "\${0%/*}" || exit 0
: >"\${0%/*}/late"
lab_end_group "$1"
`;
}
