import { type JobQuery, jobAliveScript, jobFolderScript } from "./job-folder.ts";
import { endGroupScript, jobKeeperScript, jobWatchScript } from "./job-keeper.ts";
import { payload } from "./payload.ts";

/** A script that is to run in the background of a host. */
export interface Job extends JobQuery {
  /** POSIX sh; with stdin from /dev/null, in the directory and environment of the shell that starts it. */
  readonly script: string;
  /** A whole number, after which it is ended with its children; the exit code is 124 then. */
  readonly limitSeconds: number;
}

/** Days for which the output of a job is kept. */
const keptDays = 7;

/**
 * sh that starts a job and returns at once, with 1 when it could not be started. The job is a session of its own with
 * no stream of the connection open, so that neither the end of the connection nor that of the root shell ends it
 * (unless the host sets KillUserProcesses=yes for root). Its script, which may hold secrets, stands on the disk only until
 * it has begun. Jobs of old are removed.
 */
export function startJobScript({ script, limitSeconds, ...query }: Job): string {
  const own = `rm -f "$0"\n{ :\n${script}\n}\n`;
  return `${jobFolderScript(query)}
umask 077
mkdir -p "$lab_jobs" && mkdir "$lab_job" || exit 1
${jobAliveScript}
${removeOldJobs}
${payload({ kind: "text", text: own }, '"$lab_job/script"')}
${payload({ kind: "text", text: jobWatchScript(limitSeconds) }, '"$lab_job/watch"')}
${payload({ kind: "text", text: jobKeeperScript(limitSeconds) }, '"$lab_job/keep"')}
lab_begun=$( (setsid sh "$lab_job/keep" 3>&1 </dev/null >/dev/null 2>&1 &) )
if [ -z "$lab_begun" ]; then
  echo "the job could not be started" >&2
  rm -rf -- "$lab_job"
  exit 1
fi`;
}

/** Also those that a restart of the host has cut off; none that still runs. */
const removeOldJobs = `find "$lab_jobs" -mindepth 1 -maxdepth 1 -type d -mtime +${keptDays - 1} | while IFS= read -r lab_old; do
  lab_alive "$lab_old" || rm -rf -- "$lab_old"
done`;

/** sh that only reads, and returns when the job has ended, or does not exist, or `seconds` are over. Looks once per second. */
export function waitForJobScript(query: JobQuery, seconds: number): string {
  return `${jobFolderScript(query)}
${jobAliveScript}
lab_end=$(($(date +%s) + ${seconds}))
while [ ! -e "$lab_job/exit_code" ] && lab_alive "$lab_job" && [ "$(date +%s)" -lt "$lab_end" ]; do sleep 1; done`;
}

/** sh that ends a job with its children, and waits until it has ended: at most a few seconds. */
export function stopJobScript(query: JobQuery): string {
  return `${jobFolderScript(query)}
${jobAliveScript}
${endGroupScript}
while [ ! -e "$lab_job/exit_code" ] && lab_alive "$lab_job"; do
  read -r lab_group <"$lab_job/group" && lab_end_group "$lab_group"
  [ -e "$lab_job/exit_code" ] || sleep 1
done`;
}

/** sh that removes what is kept of a job. */
export function removeJobScript(query: JobQuery): string {
  return `${jobFolderScript(query)}
rm -rf -- "$lab_job"`;
}
