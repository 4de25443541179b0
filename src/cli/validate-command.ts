import { exitCode } from "../errors.ts";
import { countOf } from "../input/count-of.ts";
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
    write(`${playbook}: valid, ${countOf(plays.length, "play")} on ${countOf(hosts.size, "host")}\n`);
  }
  return exitCode.ok;
}
