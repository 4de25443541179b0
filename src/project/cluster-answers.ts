/** What a new project's first cluster is to be. */
export interface ClusterAnswers {
  readonly name: string;
  /** How many there are, reached by their names; or their addresses. */
  readonly controlPlanes: number | readonly string[];
  readonly workers: number | readonly string[];
  readonly user: string;
  /** Path of the private key; ~ is the home directory. */
  readonly key: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** What holds where nobody was asked. */
export const defaultAnswers: ClusterAnswers = {
  name: "demo",
  controlPlanes: 1,
  workers: 2,
  user: "admin",
  key: "~/.ssh/id_ed25519",
  podCidr: "10.244.0.0/16",
  serviceCidr: "10.96.0.0/16",
};

/** Text of the clusters.json that these answers make. */
export function clustersText(answers: ClusterAnswers): string {
  const nodes = [
    ...nodesOf(`${answers.name}-cp`, "control_plane", answers.controlPlanes),
    ...nodesOf(`${answers.name}-worker`, "worker", answers.workers),
  ];
  const head = {
    $schema: "../.lab/schema/clusters.json",
    ssh_user: answers.user,
    ssh_key: answers.key,
  };
  const cluster = { name: answers.name, pod_cidr: answers.podCidr, service_cidr: answers.serviceCidr, nodes };
  return `${JSON.stringify({ ...head, clusters: [cluster] }, null, 2)}\n`;
}

/** Names go on from 1: demo-cp1, demo-worker2. */
function nodesOf(prefix: string, role: string, hosts: number | readonly string[]): object[] {
  if (typeof hosts !== "number")
    return hosts.map((host, index) => ({ name: `${prefix}${index + 1}`, role, host }));
  return Array.from({ length: hosts }, (_, index) => ({ name: `${prefix}${index + 1}`, role }));
}
