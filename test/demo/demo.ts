import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * Shows the main job on three throwaway hosts: what a check announces, what the first run changes, that the second
 * changes nothing. Everything that it needs is set up on the way, and the hosts are removed at the end.
 */
const labPath = join(import.meta.dirname, "../../src/cli/lab.js");
const sandbox = "demo";
const inventory = `.lab/sandbox/${sandbox}/clusters.json`;

interface Step {
  /** What there is to see. */
  readonly about: string;
  readonly command: readonly string[];
}

const steps: readonly Step[] = [
  {
    about: "What would change? Asked in two questions per host at most; nothing is written.",
    command: ["play", "prepare-nodes.yaml", "-i", inventory, "--check"],
  },
  {
    about: "Change it: exactly what was announced, each change verified in the frame that makes it.",
    command: ["play", "prepare-nodes.yaml", "-i", inventory],
  },
  {
    about:
      "Once more: everything is as asked for, so the same two questions are all that travels (frames=2).",
    command: ["play", "prepare-nodes.yaml", "-i", inventory],
  },
];

function lab({ about, command }: Step): number {
  process.stdout.write(`\n# ${about}\n$ lab ${command.join(" ")}\n`);
  const { status, error } = spawnSync(process.execPath, [labPath, ...command], { stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}

// Ctrl-C reaches the running step by itself; the hosts are still to be removed.
process.on("SIGINT", () => undefined);

const up = {
  about: "Three real hosts, with systemd and sshd.",
  command: ["sandbox", "up", sandbox, "--hosts", "3"],
};
const down = { about: "Leave nothing behind.", command: ["sandbox", "down", sandbox] };
let exitCode = lab(up);
if (exitCode === 0) {
  exitCode = steps.reduce((code, step) => (code === 0 ? lab(step) : code), 0);
  const removed = lab(down);
  exitCode ||= removed;
}
process.exitCode = exitCode;
