import { join } from "node:path";
import type { Command, Contender } from "./contender.ts";
import { job } from "./job.ts";
import { checkNothingChanged } from "./recap.ts";

const lab = join(import.meta.dirname, "../../src/cli/lab.js");

/** lab with these arguments; `nodeOptions` stand before its file. */
export function labCommand(args: readonly string[], nodeOptions: readonly string[] = []): Command {
  return {
    program: process.execPath,
    args: [...nodeOptions, lab, ...args],
    environment: { CI: "1", NO_COLOR: "1" },
  };
}

/** The arguments of the measured `lab play`. */
export function playArguments(inventory: string): string[] {
  return ["play", job.playbook, "-i", inventory, "-u", "root"];
}

/** A whole lab process: start-up, validation, connections, questions, recap. */
export function labContender(inventory: string, runs: number): Contender {
  return {
    name: "lab",
    command: labCommand(playArguments(inventory)),
    runs,
    check: (output) => checkNothingChanged(output, job.hosts, job.resources),
  };
}
