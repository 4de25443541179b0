import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { labCommand } from "./lab-contender.ts";
import { type RunContext, timedRun } from "./timed-run.ts";

/** The largest resident memory of one lab process with these arguments, in bytes. */
export async function peakMemoryOfLab(args: readonly string[], context: RunContext): Promise<number> {
  const file = join(context.folder, "peak-memory");
  const command = labCommand(args, ["--import", join(import.meta.dirname, "write-peak-memory.ts")]);
  const environment = { ...command.environment, PEAK_MEMORY_FILE: file };
  await timedRun({ ...command, environment }, context);
  return Number(await readFile(file, "utf8"));
}
