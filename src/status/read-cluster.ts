import { adminKubeconfig } from "../kubernetes/paths.ts";
import type { AdminAccess } from "./admin-access.ts";
import { type ApiReport, preloadClient, readApi } from "./api-report.ts";
import { asTheyArrive } from "./as-they-arrive.ts";
import type { ClusterReadings, ListedCluster, ListedNode, NodeReadings } from "./cluster-readings.ts";
import { readComponents } from "./component-report.ts";
import { reading } from "./failed-reading.ts";
import type { HostLink } from "./host-link.ts";
import { type HostReport, readHost } from "./host-report.ts";
import type { Reading } from "./reading.ts";

/** When all asking ends. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly seconds: number;
}

/** A control plane through which the API can be asked; null for one that cannot. */
interface Way {
  readonly node: string;
  readonly access: AdminAccess | null;
  readonly host: Reading<HostReport>;
}

/**
 * Asks all nodes of a cluster and its API at the same time, the API through the first control plane that can. Cost: a
 * connection per node, two round trips each, and those of the API. Never throws but for a bug of lab.
 */
export async function readCluster(
  cluster: ListedCluster,
  linkOf: (node: string) => HostLink,
  deadline: Deadline,
): Promise<ClusterReadings> {
  const asked = cluster.nodes.map((node) => askNode(node, linkOf(node.name), deadline));
  const ways = asked.flatMap(({ way }, index) =>
    cluster.nodes[index]?.role === "control_plane" ? [way] : [],
  );
  const api = askApi(ways, linkOf, deadline);
  const nodes = await Promise.all(
    asked.map(
      async ({ readings }, index): Promise<[string, NodeReadings]> => [
        cluster.nodes[index]?.name ?? "",
        await readings,
      ],
    ),
  );
  return { nodes: new Map(nodes), api: await api };
}

/** Asks one node; its way to the API is known before its components have answered. */
function askNode(
  { name, role }: ListedNode,
  link: HostLink,
  { signal, seconds }: Deadline,
): { readonly way: Promise<Way>; readonly readings: Promise<NodeReadings> } {
  const isControlPlane = role === "control_plane";
  let access: AdminAccess | null = null;
  const host = reading(
    async () => {
      const shell = await link.shell(signal);
      if (isControlPlane) preloadClient();
      const said = await readHost(shell, isControlPlane, signal);
      access = said.access;
      return said.report;
    },
    signal,
    seconds,
  );
  const readings = host.then(async (answer): Promise<NodeReadings> => {
    if (answer.kind === "failed") await link.close();
    if (answer.kind === "failed" || role === "worker") return { host: answer, components: null };
    const { staticPods } = answer.value.software;
    const ask = async () => readComponents(await link.shell(signal), staticPods, access, signal);
    return { host: answer, components: await reading(ask, signal, seconds) };
  });
  return { way: host.then((answer) => ({ node: name, access, host: answer })), readings };
}

async function askApi(
  ways: readonly Promise<Way>[],
  linkOf: (node: string) => HostLink,
  { signal, seconds }: Deadline,
): Promise<Reading<ApiReport>> {
  const failures: Pick<
    Extract<Reading<ApiReport>, { kind: "failed" }>,
    "reason" | "hint" | "isUnreachable"
  >[] = [];
  for await (const { node, access, host } of asTheyArrive(ways)) {
    if (host.kind === "failed") continue;
    if (!access) {
      const reason = `${node} has no ${adminKubeconfig} with certificates`;
      failures.push({ reason, hint: "", isUnreachable: false });
      continue;
    }
    const port = apiPort(host.value);
    const ask = async () => readApi(await linkOf(node).shell(signal), { host: node, port, access }, signal);
    const answer = await reading(ask, signal, seconds);
    if (answer.kind === "read") return answer;
    const reason = answer.reason.includes(node) ? answer.reason : `${node}: ${answer.reason}`;
    failures.push({ ...answer, reason });
  }
  const reasons = failures.map(({ reason }) => reason);
  return {
    kind: "failed",
    reason: reasons.length === 0 ? "no control plane could be reached" : reasons.join("; "),
    hint: failures.find(({ hint }) => hint !== "")?.hint ?? "",
    isUnreachable: failures.every(({ isUnreachable }) => isUnreachable),
    last: null,
  };
}

function apiPort({ software }: HostReport): number {
  const pod = software.staticPods.find(({ name }) => name === "kube-apiserver");
  return Number(pod?.flags["secure-port"] ?? 6443);
}
