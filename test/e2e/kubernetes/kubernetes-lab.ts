import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { makeKubernetesProject } from "../../kubernetes-project.ts";
import { type LabResult, type PlayResult, playResult, runLab } from "../../run-lab.ts";
import { freshHosts } from "../hosts.ts";

/** A cluster to be made of sandbox hosts. */
export interface WantedCluster {
  readonly name: string;
  readonly controlPlanes: number;
  readonly workers: number;
  /** Further keys of the cluster in clusters.json. */
  readonly rest?: Readonly<Record<string, unknown>>;
}

/** A project with an inventory of fresh hosts, whose Kubernetes is that of the stand-ins. */
export interface KubernetesLab {
  readonly folder: string;
  /** By their names in the inventory: prod-cp1, prod-w1, … */
  host(name: string): SandboxHost;
  readonly hosts: readonly SandboxHost[];
  play(...args: readonly string[]): Promise<PlayResult>;
  lab(...args: readonly string[]): Promise<LabResult>;
  /** What a host's stand-ins were called with, in order. */
  calls(name: string): Promise<readonly Call[]>;
  /** Writes clusters.json anew, without these nodes: hosts that are to come later, or are gone. */
  listWithout(names: readonly string[]): Promise<void>;
  /** Tells a host's stand-ins to fail; nothing makes them work again. */
  fail(name: string, faults: Readonly<Record<string, unknown>>): Promise<void>;
  remove(): Promise<void>;
}

/** One call of a stand-in. */
export interface Call {
  /** ISO 8601. */
  readonly time: string;
  readonly program: string;
  readonly version: string;
  readonly argv: readonly string[];
  readonly files: Readonly<Record<string, { readonly text: string }>>;
}

/**
 * Starts hosts for clusters, and writes a project for them. Cost: some seconds for the hosts, the stand-ins on them, and the
 * bundle.
 */
export async function kubernetesLab(
  clusters: readonly WantedCluster[],
  versions: readonly string[],
  vars: Readonly<Record<string, unknown>> = {},
): Promise<KubernetesLab> {
  const named = clusters.map((cluster) => ({ cluster, names: namesOf(cluster) }));
  const names = named.flatMap((one) => one.names);
  const folder = await mkdtemp(join(tmpdir(), "lab-kubernetes-"));
  const sandbox = await freshHosts(names.length);
  const hosts = names.map((name, index) => ({ ...present(sandbox.hosts[index]), name }));
  await makeKubernetesProject(folder, { hosts, versions, vars });
  const host = (name: string): SandboxHost => present(hosts.find((one) => one.name === name));
  const listWithout = async (left: readonly string[]): Promise<void> => {
    const inventory = {
      known_hosts: sandbox.hosts[0]?.knownHostsPath,
      clusters: named.map(({ cluster, names: own }, index) => ({
        name: cluster.name,
        pod_cidr: `10.${20 + index}.0.0/16`,
        service_cidr: `10.${120 + index}.0.0/16`,
        ...cluster.rest,
        nodes: own.filter((name) => !left.includes(name)).map((name) => nodeOf(host(name))),
      })),
    };
    await writeFile(join(folder, "clusters.json"), JSON.stringify(inventory, null, 2));
  };
  await listWithout([]);
  const lab = (...args: readonly string[]) => runLab(args, { HOME: folder }, folder);
  return {
    folder,
    hosts,
    host,
    lab,
    listWithout,
    play: async (...args) =>
      playResult(await lab("play", ...args, "-i", join(folder, "clusters.json"), "--output", "json")),
    async calls(name) {
      const { stdout } = await host(name).exec("cat /var/log/lab-stand-ins/calls.jsonl 2>/dev/null");
      return stdout.split("\n").flatMap((line): Call[] => (line === "" ? [] : [JSON.parse(line)]));
    },
    async fail(name, faults) {
      await host(name).exec(
        `mkdir -p /etc/lab-stand-ins && cat >/etc/lab-stand-ins/fail.json <<'E'\n${JSON.stringify(faults)}\nE`,
      );
    },
    async remove() {
      await sandbox.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The file that a project keeps the kubeconfig of a cluster in. */
export function kubeconfigOf(lab: KubernetesLab, cluster: string): Promise<string> {
  return readFile(join(lab.folder, "kubeconfigs", `${cluster}.yaml`), "utf8");
}

function namesOf({ name, controlPlanes, workers }: WantedCluster): string[] {
  const numbered = (role: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${name}-${role}${index + 1}`);
  return [...numbered("cp", controlPlanes), ...numbered("w", workers)];
}

function nodeOf({ name, address, port, user, keyPath }: SandboxHost) {
  const role = name.includes("-cp") ? "control_plane" : "worker";
  return { name, role, host: address, port, user, key: keyPath };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there are not that many hosts");
  return value;
}
