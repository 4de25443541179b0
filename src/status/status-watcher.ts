import { InternalError } from "../errors.ts";
import type { Target, Transport, TunnelShell } from "../transport/transport.ts";
import { type ClusterReadings, type ListedCluster, rememberCluster } from "./cluster-readings.ts";
import { clusterStatus } from "./cluster-status.ts";
import { HostLink } from "./host-link.ts";
import { readCluster } from "./read-cluster.ts";
import type { Status } from "./status-schema.ts";

/** Takes snapshots of clusters, one after another. Connections are kept between them, and so is what was last known. */
export class StatusWatcher {
  readonly #clusters: readonly ListedCluster[];
  readonly #links: ReadonlyMap<string, HostLink>;
  readonly #known = new Map<string, ClusterReadings>();

  /** `targets` holds every node of `clusters`. */
  constructor(
    clusters: readonly ListedCluster[],
    targets: ReadonlyMap<string, Target>,
    transport: Transport<TunnelShell>,
  ) {
    this.#clusters = clusters;
    this.#links = new Map([...targets].map(([name, target]) => [name, new HostLink(transport, target)]));
  }

  /**
   * Asks everybody, for at most `deadlineMs`; what did not answer is marked in the snapshot. Throws the reason of `signal`,
   * and InternalError.
   */
  async snapshot(deadlineMs: number, signal: AbortSignal): Promise<Status> {
    const deadline = {
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
      seconds: Math.round(deadlineMs / 1000),
    };
    const read = await Promise.all(
      this.#clusters.map((cluster) => readCluster(cluster, (node) => this.#link(node), deadline)),
    );
    signal.throwIfAborted();
    const now = Date.now();
    const clusters = this.#clusters.flatMap((cluster, index) => {
      const readings = read[index];
      if (!readings) return [];
      const known = rememberCluster(this.#known.get(cluster.name), readings);
      this.#known.set(cluster.name, known);
      return [clusterStatus(cluster, known, now)];
    });
    return { version: 1, time: new Date(now).toISOString(), clusters };
  }

  /** Ends all connections; never throws. */
  async close(): Promise<void> {
    await Promise.all([...this.#links.values()].map((link) => link.close()));
  }

  #link(node: string): HostLink {
    const link = this.#links.get(node);
    if (!link) throw new InternalError(`there is no target for ${node}`);
    return link;
  }
}
