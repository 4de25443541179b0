import { createHash } from "node:crypto";

/**
 * sh that runs `script` and prints its output, then its exit code, then a checksum of both. A process that an earlier
 * command has left running may print into the same stream at any moment; what it says must not pass for an answer.
 * Cost on the host: the output is held in memory, and one program is started.
 */
export function sealScript(script: string): string {
  // A function, because shells differ in what they make of quotes and brackets within $( ).
  return `lab_script() {
${script}
}
lab_answer=$( (lab_script); printf '\\n%s' "$?")
printf '%s\\n' "$lab_answer"
printf '%s' "$lab_answer" | sha256sum`;
}

/** What the script of a seal printed, and its exit code; null where the seal is broken. Pure. */
export function openSeal(stdout: string): { readonly stdout: string; readonly exitCode: number } | null {
  const [, text = "", code = "", sum] = /^([\s\S]*)\n(\d+)\n([0-9a-f]{64}) {2}-\n$/.exec(stdout) ?? [];
  if (sum === undefined) return null;
  const isWhole = createHash("sha256").update(`${text}\n${code}`).digest("hex") === sum;
  return isWhole ? { stdout: text, exitCode: Number(code) } : null;
}
