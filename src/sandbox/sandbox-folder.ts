import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { HostAddress } from "./layout.ts";

const names = { clusters: "clusters.json", key: "id_ed25519", knownHosts: "known_hosts" } as const;

/** The files of a sandbox: what a play needs to reach its hosts. */
export interface SandboxFiles {
  readonly folder: string;
  /** The inventory. */
  readonly clusters: string;
  readonly key: string;
  readonly knownHosts: string;
}

/** The paths inside a folder, and their names, by which clusters.json refers to its neighbours. */
export function filesIn(folder: string): SandboxFiles & { readonly names: typeof names } {
  return {
    folder,
    clusters: join(folder, names.clusters),
    key: join(folder, names.key),
    knownHosts: join(folder, names.knownHosts),
    names,
  };
}

/** One line of known_hosts (sshd(8)); valid for the address and for the host's name. */
export function knownHostsLine(host: HostAddress, publicKey: string): string {
  const patterns = [host.address, host.name].map((name) =>
    host.port === 22 ? name : `[${name}]:${host.port}`,
  );
  return `${patterns.join(",")} ${publicKey}\n`;
}

/** Writes the files, readable to their owner alone. */
export async function writeFiles(
  files: SandboxFiles,
  content: { readonly clusters: string; readonly key: string; readonly knownHosts: string },
): Promise<void> {
  // Files that are there already would keep their mode.
  await removeFiles(files.folder);
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  await Promise.all([
    writeFile(files.clusters, content.clusters, { mode: 0o600 }),
    writeFile(files.key, content.key, { mode: 0o600 }),
    writeFile(files.knownHosts, content.knownHosts, { mode: 0o600 }),
  ]);
}

/** Removes the files, and the folder if the user put nothing else there. */
export async function removeFiles(folder: string): Promise<void> {
  const { clusters, key, knownHosts } = filesIn(folder);
  await Promise.all([clusters, key, knownHosts].map((file) => rm(file, { force: true })));
  await rmdir(folder).catch(() => undefined);
}
