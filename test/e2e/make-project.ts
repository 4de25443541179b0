import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxHost } from "../../src/sandbox/sandbox-host.ts";

/** A host as clusters.json declares it. */
export interface ProjectNode {
  readonly name: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly key?: string;
  readonly password?: string;
  readonly become_password?: string;
}

/** What a user has on disk: an inventory, a playbook, a home directory. */
export interface Project {
  readonly folder: string;
  readonly home: string;
  readonly knownHosts: string;
  /** Arguments of `lab play` for a playbook of one play on all hosts with these tasks and handlers. */
  play(tasks: readonly object[], handlers?: readonly object[]): Promise<string[]>;
  remove(): Promise<void>;
}

/** Impatient, as users may set it: what hangs is known after about five seconds. */
const sshConfig = `Host *
  ConnectTimeout 5
  ServerAliveInterval 2
`;

/** Writes a project in the folder for temporary files; `pinnedFor` are sandbox hosts whose host keys are known. */
export async function makeProject(
  nodes: readonly ProjectNode[],
  pinnedFor: readonly SandboxHost[],
  extraSshConfig = "",
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "lab-project-"));
  const home = join(folder, "home");
  const inventory = join(folder, "clusters.json");
  const knownHosts = join(folder, "known_hosts");
  await mkdir(join(home, ".ssh"), { recursive: true });
  await writeFile(join(home, ".ssh/config"), `${extraSshConfig}\n${sshConfig}`);
  await writeFile(knownHosts, await pinned(pinnedFor));
  const [first, ...rest] = nodes;
  const cluster = {
    name: "faulty",
    pod_cidr: "10.244.0.0/16",
    service_cidr: "10.96.0.0/16",
    nodes: [{ role: "control_plane", ...first }, ...rest.map((node) => ({ role: "worker", ...node }))],
  };
  await writeFile(inventory, JSON.stringify({ known_hosts: "known_hosts", clusters: [cluster] }));
  return {
    folder,
    home,
    knownHosts,
    async play(tasks, handlers = []) {
      const playbook = join(folder, "play.yaml");
      await writeFile(playbook, JSON.stringify([{ name: "Faults", hosts: "all", tasks, handlers }]));
      return [playbook, "-i", inventory];
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A project whose hosts are these, under their own names. */
export function projectOn(hosts: readonly SandboxHost[]): Promise<Project> {
  return makeProject(
    hosts.map((host) => nodeOf(host)),
    hosts,
  );
}

/** The node of a sandbox host, under another name where one is given. */
export function nodeOf(host: SandboxHost, name: string = host.name): ProjectNode {
  return { name, host: host.address, port: host.port, user: host.user, key: host.keyPath };
}

async function pinned(hosts: readonly SandboxHost[]): Promise<string> {
  const files = new Set(hosts.map((host) => host.knownHostsPath));
  return (await Promise.all([...files].map((file) => readFile(file, "utf8")))).join("");
}
