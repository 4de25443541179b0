import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

/** What the contenders need to reach the hosts, each in its own format. */
export interface BenchFiles {
  readonly sshConfig: string;
  /** One host per line, by the names of `sshConfig`. */
  readonly hostList: string;
  /** Of lab. */
  readonly clusters: string;
  /** Of Ansible; lab writes it. */
  readonly inventory: string;
  /** For Ansible's own files. */
  readonly home: string;
}

/** Writes ssh_config and host list for a sandbox into `folder`; all contenders log in as root with the same key. */
export async function writeBenchFiles(sandbox: Sandbox, folder: string): Promise<BenchFiles> {
  const files: BenchFiles = {
    sshConfig: join(folder, "ssh_config"),
    hostList: join(folder, "hosts"),
    clusters: sandbox.files.clusters,
    inventory: join(folder, "ansible.yaml"),
    home: join(folder, "ansible"),
  };
  await mkdir(files.home);
  await writeFile(files.sshConfig, sshConfig(sandbox));
  await writeFile(files.hostList, sandbox.hosts.map(({ name }) => `${name}\n`).join(""));
  return files;
}

function sshConfig({ hosts, files }: Sandbox): string {
  const addresses = hosts.map(({ name, address }) => `Host ${name}\n  HostName ${address}\n`).join("");
  return `${addresses}Host *
  User root
  IdentityFile ${files.key}
  IdentitiesOnly yes
  UserKnownHostsFile ${files.knownHosts}
  StrictHostKeyChecking yes
  BatchMode yes
`;
}
