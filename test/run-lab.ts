import { spawn } from "node:child_process";
import { join } from "node:path";
import type { HostRecap, RunEvent } from "../src/engine/event.ts";

/** The launcher that users start. */
export const labPath = join(import.meta.dirname, "../src/cli/lab.js");

/** What one run of the lab command came to. */
export interface LabResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `lab` as its users do: as a process of its own, without a terminal. */
export function runLab(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  folder = process.cwd(),
): Promise<LabResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [labPath, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** A run with `--output json`, taken apart. */
export interface PlayResult extends LabResult {
  readonly events: readonly RunEvent[];
  readonly recap: readonly HostRecap[];
  /** "host: task: message" of what failed and was not meant to. */
  readonly failures: readonly string[];
  /** "host: task" of everything that changed, or would; sorted. */
  readonly changed: readonly string[];
}

/** Runs `lab play` with these arguments and reads its events. */
export async function playLab(...args: readonly string[]): Promise<PlayResult> {
  return playResult(await runLab(["play", ...args, "--output", "json"]));
}

/** Takes apart what a play printed. */
export function playResult(result: LabResult): PlayResult {
  const events = result.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): RunEvent => JSON.parse(line));
  const end = events.find((event) => event.kind === "run-end");
  const changed = events.flatMap((event) =>
    event.kind === "task-end" && (event.outcome === "changed" || event.outcome === "deferred")
      ? [`${event.host}: ${event.task}`]
      : [],
  );
  const failures = events.flatMap((event) =>
    event.kind === "task-end" && event.outcome === "failed" && !event.ignored
      ? [`${event.host}: ${event.task}: ${event.failure?.message ?? ""} ${event.failure?.detail ?? ""}`]
      : [],
  );
  return { ...result, events, recap: end?.recap ?? [], failures, changed: changed.toSorted() };
}
