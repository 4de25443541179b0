import { createHash } from "node:crypto";

/**
 * sh that runs `script` and then prints its output, its exit code and a checksum of both at once, between two lines that
 * say `seal`. A process that an earlier command has left running may print into the same stream at any moment; what it
 * says must not pass for an answer, and should seldom get between one's lines. `seal` is random, and nothing prints it
 * before. Cost on the host: the output is held in memory, and one program is started.
 */
export function sealScript(script: string, seal: string): string {
  // A function, because shells differ in what they make of quotes and brackets within $( ).
  return `lab_script() {
${script}
}
lab_answer=$( (lab_script); printf '\\n%s' "$?")
lab_sum=$(printf '%s' "$lab_answer" | sha256sum)
printf '\\n%s\\n%s\\n%s\\n%s\\n' '${seal}' "$lab_answer" "$lab_sum" '${seal}'`;
}

/** What the script of a seal printed, and its exit code; null where the seal is broken. Pure. */
export function openSeal(
  stdout: string,
  seal: string,
): { readonly stdout: string; readonly exitCode: number } | null {
  const [, sealed = ""] = stdout.split(`\n${seal}\n`);
  const [, text = "", code = "", sum] = /^([\s\S]*)\n(\d+)\n([0-9a-f]{64}) {2}-$/.exec(sealed) ?? [];
  if (sum === undefined) return null;
  const isWhole = createHash("sha256").update(`${text}\n${code}`).digest("hex") === sum;
  return isWhole ? { stdout: text, exitCode: Number(code) } : null;
}
