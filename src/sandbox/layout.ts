import { InputError } from "../errors.ts";

/** A node that a sandbox is to have. */
export interface NodeLayout {
  readonly name: string;
  readonly role: "control_plane" | "worker";
}

/** A cluster that a sandbox is to have. */
export interface ClusterLayout {
  readonly name: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly nodes: readonly NodeLayout[];
}

/** One cluster "demo": a control plane and, for the other hosts, workers. */
export function defaultLayout(hosts: number): readonly ClusterLayout[] {
  const workers = Array.from({ length: hosts - 1 }, (_, index) => `worker${index + 1}`);
  return [
    {
      name: "demo",
      podCidr: "10.244.0.0/16",
      serviceCidr: "10.96.0.0/16",
      nodes: [
        { name: "cp1", role: "control_plane" },
        ...workers.map((name) => ({ name, role: "worker" as const })),
      ],
    },
  ];
}

/** Throws InputError when a sandbox cannot have this name or these nodes. */
export function checkLayout(name: string, clusters: readonly ClusterLayout[]): void {
  const nodes = clusters.flatMap((cluster) => cluster.nodes.map((node) => node.name));
  const wrong = [name, ...nodes].find((one) => !/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(one));
  if (wrong !== undefined) {
    throw new InputError({
      message: `"${wrong}" cannot be the name of a sandbox or a host`,
      hint: "use 1 to 40 lower-case letters, digits and dashes, as in host names",
    });
  }
  const twice = nodes.find((node, index) => nodes.indexOf(node) !== index);
  if (twice !== undefined)
    throw new InputError({ message: `two hosts of the sandbox have the name "${twice}"` });
  if (nodes.length === 0) throw new InputError({ message: "a sandbox needs at least one host" });
}

/** How a host is reached. */
export interface HostAddress {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** The text of clusters.json for a sandbox that runs; key and known_hosts stand beside the file. */
export function renderClusters(
  clusters: readonly ClusterLayout[],
  hosts: readonly HostAddress[],
  names: { readonly user: string; readonly key: string; readonly knownHosts: string },
): string {
  const content = {
    base_image: "lab-sandbox",
    ssh_user: names.user,
    known_hosts: names.knownHosts,
    clusters: clusters.map((cluster) => ({
      name: cluster.name,
      pod_cidr: cluster.podCidr,
      service_cidr: cluster.serviceCidr,
      nodes: cluster.nodes.map((node) => {
        const host = hosts.find((one) => one.name === node.name);
        const reached = { host: host?.address, port: host?.port, user: names.user, key: names.key };
        return { ...node, cpu: 1, memory: 1024, disk: 10, ...reached };
      }),
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
