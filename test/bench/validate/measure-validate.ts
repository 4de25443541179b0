import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { labCommand } from "../lab-contender.ts";
import { measuringMemory, peakMemory } from "../peak-memory.ts";
import { summarise } from "../statistics.ts";
import { type RunContext, timedRun } from "../timed-run.ts";
import { type Size, writeGeneratedLab } from "./generated-lab.ts";

/** What validating one project costs: a whole process of lab, from its start to its end. */
export interface Cost extends Size {
  /** Wall-clock; median. */
  readonly seconds: number;
  /** Wall-clock of the fastest run: what else the machine does only ever adds to it. */
  readonly fastestSeconds: number;
  /** Largest resident memory; median. */
  readonly bytes: number;
}

/** Measures the sizes in turn, `runs` times, so that what else the machine does falls on all of them alike. */
export async function measureValidate(
  sizes: readonly Size[],
  runs: number,
  context: RunContext,
): Promise<readonly Cost[]> {
  const measured = await Promise.all(
    sizes.map(async (size) => {
      const folder = join(context.folder, `${size.hosts}-${size.tasks}`);
      await mkdir(folder);
      const { inventory, playbook } = await writeGeneratedLab(folder, size);
      const seconds: number[] = [];
      const bytes: number[] = [];
      return { size, args: ["validate", playbook, "-i", inventory], seconds, bytes };
    }),
  );
  for (let run = 0; run < runs; run += 1) {
    for (const { args, seconds, bytes } of measured) {
      seconds.push((await timedRun(labCommand(args), context)).seconds);
      bytes.push(await peakMemory(labCommand(args, measuringMemory), context));
    }
  }
  return measured.map(({ size, seconds, bytes }) => ({
    ...size,
    seconds: summarise(seconds).median,
    fastestSeconds: summarise(seconds).min,
    bytes: summarise(bytes).median,
  }));
}
