import type { CommandOutput } from "../resources/resource.ts";

/** What `register` keeps of a task; named as in Ansible. */
export interface RegisteredResult {
  readonly changed: boolean;
  readonly failed: boolean;
  readonly skipped: boolean;
  /** Exit code of a command; 0 for everything else. */
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdout_lines: readonly string[];
}

/** The result of a task, with what its command printed where it has one. */
export function registeredResult(
  outcome: "ok" | "changed" | "failed" | "skipped",
  output: CommandOutput = { exitCode: 0, stdout: "", stderr: "" },
): RegisteredResult {
  const stdout = output.stdout.replace(/\n$/, "");
  return {
    changed: outcome === "changed",
    failed: outcome === "failed",
    skipped: outcome === "skipped",
    rc: output.exitCode,
    stdout,
    stderr: output.stderr.replace(/\n$/, ""),
    stdout_lines: stdout === "" ? [] : stdout.split("\n"),
  };
}
