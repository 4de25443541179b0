import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../src/sandbox/local-program.ts";
import type { Contender } from "./contender.ts";
import { job } from "./job.ts";
import { checkNothingChanged } from "./recap.ts";

const socketFolder = "cp";

/**
 * Ansible at its fastest without plug-ins: pipelining, connections that are kept for a minute, as many forks as hosts,
 * no facts. `inventory` is what lab writes for it; its own files go to `home`, a short path, because sockets are there.
 */
export function ansibleContender(
  files: { readonly inventory: string; readonly sshConfig: string; readonly home: string },
  runs: number,
): Contender {
  return {
    name: "Ansible",
    command: {
      program: "ansible-playbook",
      args: ["-i", files.inventory, "-e", "ansible_user=root", job.playbook],
      environment: {
        ANSIBLE_CONFIG: job.ansibleSettings,
        ANSIBLE_HOME: files.home,
        ANSIBLE_SSH_CONTROL_PATH_DIR: join(files.home, socketFolder),
        ANSIBLE_SSH_ARGS: `-F ${files.sshConfig} -o ControlMaster=auto -o ControlPersist=60s`,
      },
    },
    runs,
    check: (output) => checkNothingChanged(output, job.hosts, job.resources),
  };
}

/** Ends the connections that runs of Ansible left open under `home`; never throws. */
export async function closeConnections(home: string): Promise<void> {
  const folder = join(home, socketFolder);
  const sockets = await readdir(folder).catch(() => []);
  await Promise.all(
    sockets.map((name) =>
      // ssh wants a host name here, and does not look at it.
      runProgram("ssh", [
        "-F",
        "none",
        "-o",
        `ControlPath=${join(folder, name)}`,
        "-O",
        "exit",
        "host",
      ]).catch(() => undefined),
    ),
  );
}
