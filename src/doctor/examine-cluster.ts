import { reading } from "../status/failed-reading.ts";
import { HostLink } from "../status/host-link.ts";
import type { Reading } from "../status/reading.ts";
import type { Target, Transport, TunnelShell } from "../transport/transport.ts";
import { type Examination, examineHost } from "./examine-host.ts";
import { type Patients, waysFrom } from "./patients.ts";

/** When all asking ends. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly seconds: number;
}

/** What each host of a cluster came to, by its name. */
export type Examinations = ReadonlyMap<string, Reading<Examination>>;

/** Asks all patients at the same time. Cost: a connection and one round trip each. Never throws but for a bug of lab. */
export async function examineCluster(
  patients: Patients,
  targets: ReadonlyMap<string, Target>,
  transport: Transport<TunnelShell>,
  { signal, seconds }: Deadline,
): Promise<Examinations> {
  const asked = patients.nodes.map(async (node): Promise<[string, Reading<Examination>]> => {
    const target = targets.get(node.name) ?? { name: node.name, host: node.name };
    const link = new HostLink(transport, target);
    const ask = async () =>
      examineHost(await link.shell(signal), patients.cluster, waysFrom(node, patients), signal);
    try {
      return [node.name, await reading(ask, signal, seconds)];
    } finally {
      await link.close();
    }
  });
  return new Map(await Promise.all(asked));
}
