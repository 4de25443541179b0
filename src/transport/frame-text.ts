import { beginMark, endMark } from "./frame-reader.ts";

/**
 * bash keeps here-documents that no pipe holds, and old ones all of them, in files: in memory they find room where /tmp is
 * full, and no secret in them reaches a disk. Not exported: what scripts call does not see it.
 */
const scratch = `[ -n "\${TMPDIR-}" ] || ! [ -w /dev/shm ] || TMPDIR=/dev/shm`;

/**
 * Sent once, before the first frame: a known environment, and `lab_end SIGNAL PID`, which signals all processes of a frame.
 * A host without `setsid` has no process group per frame; there the descendants are looked up in /proc.
 */
export const shellPreamble = `PATH=\${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C; export PATH LC_ALL; unset ENV BASH_ENV CDPATH; umask 022
cd "\${HOME:-/}" 2>/dev/null || cd /
${scratch}
lab_setsid=setsid; command -v setsid >/dev/null 2>&1 || lab_setsid=
lab_tree() {
  echo "$1"
  for lab_stat in /proc/[0-9]*/stat; do
    read -r lab_line <"$lab_stat" || continue
    lab_parent=\${lab_line##*) ? }
    [ "\${lab_parent%% *}" != "$1" ] || (lab_tree "\${lab_line%% *}")
  done
}
lab_end() {
  kill -s "$1" -- "-$2" || for lab_pid in $(lab_tree "$2"); do kill -s "$1" "$lab_pid"; done
} 2>/dev/null
`;

/**
 * The text that makes the persistent shell run `script`. The script runs in a new `sh` in the background, so that the
 * persistent shell stays free to read `endText` meanwhile. The compound around the script is parsed as a whole before
 * it runs: a script with a syntax error does nothing at all. The end markers come from outside of the script's shell:
 * a daemon that the script leaves behind does not delay them, and whatever ends that shell is reported. `condition` is
 * sh that the persistent shell puts before it, such as `test … && `.
 */
export function frameText(nonce: string, script: string, condition = ""): string {
  const begin = `echo "${beginMark(nonce)}$$"`;
  const end = `echo "${endMark(nonce)}$lab_code"`;
  return `wait
${condition}{ $lab_setsid sh 2>&3 3>&- <<'${nonce}'
${begin}; ${begin} >&2
{ ${scratch}
${script}
} </dev/null
${nonce}
lab_code=$?; ${end}; ${end} >&3; } 3>&2 2>/dev/null &
`;
}

/**
 * Ends the script whose begin marker carried `pid`, with all its children: politely, then by force. The host itself
 * counts the grace down, so that a link that breaks meanwhile leaves nothing running.
 */
export function endText(pid: number, graceMs: number): string {
  return `lab_end TERM ${pid}; ( (sleep ${graceMs / 1000}; lab_end KILL ${pid}) >/dev/null 2>&1 & )\n`;
}
