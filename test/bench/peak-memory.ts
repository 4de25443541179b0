import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "./contender.ts";
import { type RunContext, timedRun } from "./timed-run.ts";

/** The options that make a Node process measure its own memory for `peakMemory`. */
export const measuringMemory: readonly string[] = [
  "--import",
  join(import.meta.dirname, "write-peak-memory.js"),
];

/** The largest resident memory of a Node process, in bytes; its options begin with `measuringMemory`. */
export async function peakMemory(command: Command, context: RunContext): Promise<number> {
  const file = join(context.folder, "peak-memory");
  const environment = { ...command.environment, PEAK_MEMORY_FILE: file };
  await timedRun({ ...command, environment }, context);
  return Number(await readFile(file, "utf8"));
}
