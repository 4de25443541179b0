import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Size } from "./generated-lab.ts";
import { type Cost, measureValidate } from "./measure-validate.ts";
import { judgeValidate } from "./validate-verdicts.ts";

const largest: Size = { hosts: 1000, tasks: 200 };
const fewerHosts: readonly Size[] = [
  { hosts: 250, tasks: 200 },
  { hosts: 500, tasks: 200 },
];
const fewerTasks: readonly Size[] = [
  { hosts: 1000, tasks: 50 },
  { hosts: 1000, tasks: 100 },
];

/** `npm run bench -- validate`: what validation costs for large labs. Whether all is met that was asked for. */
export async function validateBench(
  runs: number,
  signal: AbortSignal,
  write: (text: string) => void,
): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "lab-bench-"));
  try {
    const sizes = [...fewerHosts, ...fewerTasks, largest];
    const costs = await measureValidate(sizes, runs, { folder, signal });
    const costOf = (size: Size): Cost[] =>
      costs.filter(({ hosts, tasks }) => hosts === size.hosts && tasks === size.tasks);
    const [top] = costOf(largest);
    if (!top) throw new RangeError("the largest size was not measured");
    const verdicts = judgeValidate(top, [
      { of: "hosts", costs: [...fewerHosts.flatMap(costOf), top] },
      { of: "tasks", costs: [...fewerTasks.flatMap(costOf), top] },
    ]);
    write(table(costs, runs));
    for (const { text, isMet } of verdicts) write(`${isMet ? "met    " : "NOT MET"}  ${text}\n`);
    return verdicts.every(({ isMet }) => isMet);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function table(costs: readonly Cost[], runs: number): string {
  const rows = costs.map(({ hosts, tasks, seconds, bytes }) => [
    String(hosts),
    String(tasks),
    seconds.toFixed(2),
    String(Math.round(bytes / 1e6)),
  ]);
  const lines = [["hosts", "tasks", "seconds", "MB"], ...rows];
  const text = lines.map((cells) => cells.map((cell) => cell.padStart(8)).join("")).join("\n");
  return `lab validate, medians of ${runs} runs\n${text}\n\n`;
}
