import type { InputProblem } from "../errors.ts";
import type { Declaration } from "./declaration.ts";

/** Compares the sums of all nodes with what the machine under them has (`host_totals`). Warnings. */
export function overcommitted({ source, head, nodes }: Declaration): InputProblem[] {
  const totals = head.host_totals;
  const problems: InputProblem[] = [];
  const cpu = sum(nodes.map((node) => node.data.cpu));
  const memory = sum(nodes.map((node) => node.data.memory));
  if (totals?.memory !== undefined && memory > totals.memory) {
    problems.push({
      message: `all nodes together have ${memory} MiB of memory, the machine has ${totals.memory} MiB`,
      location: source.locate(["host_totals", "memory"]),
      hint: "memory cannot be overcommitted: the kernel would end processes of some nodes",
    });
  }
  const fine = totals?.cpu_overcommit ?? 1;
  if (totals?.cpu !== undefined && cpu > totals.cpu * fine) {
    const ratio = (cpu / totals.cpu).toFixed(2);
    problems.push({
      message: `all nodes together have ${cpu} CPUs, the machine has ${totals.cpu}: ${ratio} times as many`,
      location: source.locate(["host_totals", "cpu"]),
      hint: `if that is meant, say so: "cpu_overcommit": ${Math.ceil((cpu / totals.cpu) * 10) / 10}`,
    });
  }
  return problems;
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce((total: number, number) => total + (number ?? 0), 0);
}
