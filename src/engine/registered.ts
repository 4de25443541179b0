import type { CommandOutput } from "../resources/resource.ts";
import type { TaskOutcome } from "./event.ts";

/** What `register` keeps of a task; named as in Ansible. Modules add fields of their own. */
export interface RegisteredResult {
  readonly changed: boolean;
  readonly failed: boolean;
  readonly skipped: boolean;
  readonly unreachable: boolean;
  /** What is shown beside the task: a message of debug, why it failed; may be empty. */
  readonly msg: string;
  /** Exit code of a command; 0 for everything else. */
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdout_lines: readonly string[];
  readonly stderr_lines: readonly string[];
  readonly [field: string]: unknown;
}

const silent: CommandOutput = { exitCode: 0, stdout: "", stderr: "" };

/** The result of a task, with what its command printed where it has one, and the fields that its module adds. */
export function registeredResult(
  outcome: TaskOutcome,
  msg: string,
  output: CommandOutput = silent,
  fields: Readonly<Record<string, unknown>> = {},
): RegisteredResult {
  const stdout = output.stdout.replace(/\n$/, "");
  const stderr = output.stderr.replace(/\n$/, "");
  return {
    changed: outcome === "changed",
    failed: outcome === "failed",
    skipped: outcome === "skipped",
    unreachable: false,
    msg,
    rc: output.exitCode,
    stdout,
    stderr,
    stdout_lines: linesOf(stdout),
    stderr_lines: linesOf(stderr),
    ...fields,
  };
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
