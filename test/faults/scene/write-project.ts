import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeOf, type ProjectNode } from "../../e2e/make-project.ts";
import type { FaultHost } from "./fault-host.ts";

/** The project in which the runs take place. */
export interface FaultProject {
  readonly folder: string;
  readonly home: string;
  /** Another home, of a user who is in no hurry: its runs send no pings, which would count as round trips. */
  readonly patientHome: string;
  /** Inventory of the hosts behind their relays. */
  readonly relayed: string;
  /** Inventory of the hosts at their own addresses. */
  readonly direct: string;
}

/** Impatient, as users may set it: what hangs is known after about five seconds. */
const impatience = `Host *
  ConnectTimeout 5
  ServerAliveInterval 2
`;

const patience = `Host *
  ConnectTimeout 60
  ServerAliveInterval 60
`;

/** Writes inventories, known host keys and an ssh_config into `folder`, which exists. */
export async function writeProject(folder: string, hosts: readonly FaultHost[]): Promise<FaultProject> {
  await mkdir(join(folder, "work"));
  const [first] = hosts;
  if (!first) throw new Error("a project needs hosts");
  await writeFile(join(folder, "known_hosts"), await readFile(first.host.knownHostsPath));
  // By whichever port lab comes, a host has the key of its address.
  const aliases = hosts.map(({ host }) => `Host ${host.name}\n  HostKeyAlias ${host.address}\n`).join("");
  const home = await writeHome(join(folder, "home"), `${aliases}${impatience}`);
  const patientHome = await writeHome(join(folder, "patient-home"), `${aliases}${patience}`);
  const relayed = hosts.map(({ host, relay }) => ({ ...nodeOf(host), host: "127.0.0.1", port: relay.port }));
  return {
    folder: join(folder, "work"),
    home,
    patientHome,
    relayed: await writeInventory(folder, "relayed.json", relayed),
    direct: await writeInventory(
      folder,
      "direct.json",
      hosts.map(({ host }) => nodeOf(host)),
    ),
  };
}

async function writeHome(home: string, sshConfig: string): Promise<string> {
  await mkdir(join(home, ".ssh"), { recursive: true });
  await writeFile(join(home, ".ssh/config"), sshConfig);
  return home;
}

/** Writes an inventory with one cluster of these nodes beside the known host keys of a project. */
export async function writeInventory(
  folder: string,
  name: string,
  nodes: readonly ProjectNode[],
): Promise<string> {
  const [first, ...rest] = nodes;
  const cluster = {
    name: "faulty",
    pod_cidr: "10.244.0.0/16",
    service_cidr: "10.96.0.0/16",
    nodes: [{ role: "control_plane", ...first }, ...rest.map((node) => ({ role: "worker", ...node }))],
  };
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ known_hosts: "known_hosts", clusters: [cluster] }));
  return path;
}
