import { exitCode } from "../errors.ts";
import { printProblems } from "../input/print-problems.ts";
import { prepareRun, type RunFlags } from "./prepare-run.ts";

/** `lab validate PLAYBOOK…`: checks what can be checked without contacting a host. Throws InputError. */
export function validateCommand(
  playbooks: readonly string[],
  flags: RunFlags,
  write: (text: string) => void,
  warn: (text: string) => void,
): number {
  for (const name of playbooks) {
    const { playbook, plays, inventory } = prepareRun(name, flags);
    if (inventory.warnings.length > 0) warn(`${printProblems(inventory.warnings, "warning")}\n`);
    const hosts = new Set(plays.flatMap((play) => play.hosts.map(({ host }) => host)));
    write(`${playbook}: valid, ${count(plays.length, "play")} on ${count(hosts.size, "host")}\n`);
  }
  return exitCode.ok;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
