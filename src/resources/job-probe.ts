import { InternalError } from "../errors.ts";
import { type JobQuery, jobAliveScript, jobFolderScript } from "./job-folder.ts";
import { type Probe, type ProbeKind, probeOf } from "./probe.ts";

/** What has become of a job. Output is UTF-8, invalid bytes replaced; of what exceeds 1 MiB the middle is left out. */
export type JobState =
  | { readonly kind: "absent" }
  | { readonly kind: "running" }
  | {
      readonly kind: "finished";
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    };

/** What is kept of each stream of a job, in bytes. */
const outputLimit = 1024 * 1024;

/** Jobs in the background. Cost: nearly none while they run; then what they printed is sent. */
export const jobProbe: ProbeKind<JobQuery, JobState> = { name: "job", script, parse };

/** Asks what has become of a job. */
export const jobState: (query: JobQuery) => Probe<JobState> = probeOf(jobProbe, ({ id }) => id);

/** A job without an exit code whose keeper is gone did not end by itself: 137, as if killed. */
function script(queries: readonly JobQuery[]): string {
  return `${jobAliveScript}
lab_print() {
  if [ "$(wc -c <"$1")" -le ${outputLimit} ]; then
    cat "$1"
  else
    head -c ${outputLimit / 2} "$1"
    printf '\\n[... the middle is left out ...]\\n'
    tail -c ${outputLimit / 2} "$1"
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
${queries.map((query) => `${jobFolderScript(query)}\nlab_tell\n`).join("")}`;
}

function parse(stdout: string, queries: readonly JobQuery[]): JobState[] {
  const lines = stdout.split("\n");
  let at = 0;
  const block = (): string => {
    const end = lines.indexOf(".", at);
    if (end < 0) throw new InternalError("the output of a job has no end");
    const base64 = lines.slice(at, end).join("");
    at = end + 1;
    return Buffer.from(base64, "base64").toString("utf8");
  };
  return queries.map(({ id }): JobState => {
    const [kind, code] = (lines[at] ?? "").split(" ");
    at += 1;
    if (kind === "absent" || kind === "running") return { kind };
    if (kind !== "finished") throw new InternalError(`there is no answer about job ${id}`);
    const [output, errors] = [block(), block()];
    if (code) return { kind, exitCode: Number(code), stdout: output, stderr: errors };
    const note = "the job was killed, or the host was restarted, before it had ended\n";
    return { kind, exitCode: 137, stdout: output, stderr: errors + note };
  });
}
