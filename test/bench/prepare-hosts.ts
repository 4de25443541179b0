import type { Progress } from "../../src/sandbox/progress.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { ansibleContender } from "./ansible-contender.ts";
import type { BenchFiles } from "./bench-files.ts";
import { labCommand, playArguments } from "./lab-contender.ts";
import { type RunContext, timedRun } from "./timed-run.ts";

/** Ansible's modules are Python, and the one for apt needs its bindings. */
const forAnsible = "apt-get install -y -q --no-install-recommends python3 python3-apt";

/** Brings the hosts to the state of the job, by lab and then by Ansible, so that afterwards nothing is to be changed. */
export async function prepareHosts(
  sandbox: Sandbox,
  files: BenchFiles,
  context: RunContext,
  progress: Progress,
): Promise<void> {
  progress("Installing Python on the hosts, for Ansible");
  const installed = await Promise.all(sandbox.hosts.map((host) => host.exec(forAnsible)));
  const failed = installed.find(({ exitCode }) => exitCode !== 0);
  if (failed) throw new Error(`Python cannot be installed on the hosts:\n${failed.stdout}${failed.stderr}`);
  progress("Bringing the hosts to the state of the job with lab");
  await timedRun(labCommand(playArguments(files.clusters)), context);
  progress("The same with Ansible");
  await timedRun(labCommand(["inventory", "-i", files.clusters, "--write", files.inventory]), context);
  await timedRun(ansibleContender(files, 1).command, context);
}
