import type { ContainerEngine } from "./container-engine.ts";

/** Labels by which everything that belongs to a sandbox is found again, by any process. */
export const sandboxLabels = {
  name: "lab.sandbox",
  host: "lab.sandbox.host",
  /** ISO 8601. */
  created: "lab.sandbox.created",
  folder: "lab.sandbox.folder",
} as const;

/** A sandbox, as the engine knows it. */
export interface SandboxSummary {
  readonly name: string;
  /** In order of their names. */
  readonly hosts: readonly string[];
  /** Of those hosts, how many run. */
  readonly running: number;
  /** ISO 8601. */
  readonly created: string;
  /** Absolute path of the folder with its inventory. */
  readonly folder: string;
}

/** All sandboxes of the engine, in order of their names; one that lost its hosts and kept its network too. */
export async function sandboxesOf(engine: ContainerEngine): Promise<SandboxSummary[]> {
  const filters = { label: [sandboxLabels.name] };
  const docker = engine.container.dockerode;
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ]);
  const labelled = [...networks, ...containers].map((object) => object.Labels ?? {});
  const names = [...new Set(labelled.map((labels) => labels[sandboxLabels.name] ?? ""))].sort();
  return names.map((name) => {
    const own = containers.filter((container) => container.Labels[sandboxLabels.name] === name);
    const labels = labelled.find((one) => one[sandboxLabels.name] === name) ?? {};
    return {
      name,
      hosts: own.map((container) => container.Labels[sandboxLabels.host] ?? "").sort(),
      running: own.filter((container) => container.State === "running").length,
      created: labels[sandboxLabels.created] ?? "",
      folder: labels[sandboxLabels.folder] ?? "",
    };
  });
}

/** Removes containers, their volumes and networks of a sandbox; what is gone already does not matter. */
export async function removeObjects(engine: ContainerEngine, name: string): Promise<void> {
  const filters = { label: [`${sandboxLabels.name}=${name}`] };
  const docker = engine.container.dockerode;
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }).catch(ignoreGone)),
  );
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove().catch(ignoreGone)));
}

/** 404: another process removed it. 409: another process is removing it at this moment. */
function ignoreGone(error: unknown): void {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (status !== 404 && status !== 409) throw error;
}
