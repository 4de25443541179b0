import { cpus, loadavg, release, totalmem } from "node:os";
import { runProgram } from "../../src/sandbox/local-program.ts";

/** What the results depend on; nothing that tells one machine from another of its kind. */
export interface Machine {
  readonly cpus: number;
  readonly memoryGib: number;
  readonly kernel: string;
  /** Average number of busy or waiting processes over the last minute, before anything was measured. */
  readonly load: number;
  readonly node: string;
  readonly ssh: string;
  readonly ansible: string;
}

/** Describes this machine and the programs that are measured on it. */
export async function describeMachine(): Promise<Machine> {
  const [load = 0] = loadavg();
  const ansible = await runProgram("ansible-playbook", ["--version"]);
  const ssh = await runProgram("sh", ["-c", "ssh -V 2>&1"]);
  return {
    cpus: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    kernel: `Linux ${/^\d+\.\d+/.exec(release())?.[0] ?? release()}`,
    load: Math.round(load * 10) / 10,
    node: process.version,
    ssh: /OpenSSH_([^\s,]+)/.exec(ssh)?.[1] ?? ssh.trim(),
    ansible: /core ([^\s\]]+)/.exec(ansible)?.[1] ?? ansible.split("\n", 1).join(""),
  };
}
