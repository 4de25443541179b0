import type { ApiReport } from "./api-report.ts";
import type { ComponentReport } from "./component-report.ts";
import type { HostReport } from "./host-report.ts";
import { type Reading, remember } from "./reading.ts";

/** A node of a cluster, as the inventory has it. */
export interface ListedNode {
  readonly name: string;
  readonly role: "control_plane" | "worker" | "etcd";
}

/** A cluster, as the inventory has it. */
export interface ListedCluster {
  readonly name: string;
  readonly nodes: readonly ListedNode[];
}

/** What one node said. */
export interface NodeReadings {
  readonly host: Reading<HostReport>;
  /** Of the control plane's static pods; null where the node is to have none, or could not be asked. */
  readonly components: Reading<readonly ComponentReport[]> | null;
}

/** All that was read of one cluster. */
export interface ClusterReadings {
  readonly nodes: ReadonlyMap<string, NodeReadings>;
  readonly api: Reading<ApiReport>;
}

/** The readings `now`, with the last known values where sources failed. Pure. */
export function rememberCluster(before: ClusterReadings | undefined, now: ClusterReadings): ClusterReadings {
  if (!before) return now;
  const nodes = [...now.nodes].map(([name, readings]): [string, NodeReadings] => {
    const last = before.nodes.get(name);
    const components = last?.components ?? undefined;
    return [
      name,
      {
        host: remember(last?.host, readings.host),
        components: readings.components && remember(components, readings.components),
      },
    ];
  });
  return { nodes: new Map(nodes), api: remember(before.api, now.api) };
}
