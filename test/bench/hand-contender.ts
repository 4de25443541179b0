import type { Contender } from "./contender.ts";
import { job } from "./job.ts";

/** One ssh per host and run, all at once, each with the script on its stdin. Uses OpenSSH and xargs. */
export function handContender(
  files: { readonly sshConfig: string; readonly hostList: string },
  runs: number,
): Contender {
  const one = 'exec ssh -F "$1" -o ControlMaster=no "$3" sh -s <"$2"';
  return {
    name: "by hand",
    command: {
      program: "xargs",
      args: [
        ...["-a", files.hostList, "-P", String(job.hosts), "-I", "{}"],
        ...["sh", "-c", one, "sh", files.sshConfig, job.probes, "{}"],
      ],
    },
    runs,
    check: checkAnswers,
  };
}

/** Throws an Error unless there are as many answers as questions, and all of them are "ok". */
export function checkAnswers(output: string): void {
  const lines = output.trimEnd().split("\n");
  const other = lines.find((line) => !line.startsWith("ok "));
  if (other !== undefined) throw new Error(`the script did not find everything as asked for: ${other}`);
  const expected = job.hosts * job.resources;
  if (lines.length !== expected) throw new Error(`${lines.length} answers instead of ${expected}`);
}
