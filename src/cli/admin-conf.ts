import { HostSession } from "../engine/host-session.ts";
import { ConnectionError, ConvergenceError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import type { Cluster, Inventory } from "../inventory/inventory.ts";
import { adminKubeconfig } from "../kubernetes/paths.ts";
import { pathState } from "../resources/path-probe.ts";
import type { Target, Transport } from "../transport/transport.ts";

/**
 * The kubeconfig of a cluster's administrator, from the first control plane that can be reached and has one. Cost: a
 * connection and a round trip. Throws ConnectionError where none can be reached, and ConvergenceError where none has one.
 */
export async function adminConf(
  cluster: Cluster,
  inventory: Inventory,
  targets: ReadonlyMap<string, Target>,
  transport: Transport,
): Promise<string> {
  let lost: ConnectionError | null = null;
  for (const host of controlPlanes(cluster, inventory)) {
    try {
      const text = await readAdminConf(targets.get(host) ?? { name: host, host }, transport);
      if (text !== null) return text;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      lost ??= error;
    }
  }
  if (lost) throw lost;
  throw new ConvergenceError(
    `there is no ${adminKubeconfig} on its control planes`,
    "make the cluster first: lab play site.yaml",
  );
}

/** The first one first. */
function controlPlanes({ bootstrap, nodes }: Cluster, { hosts }: Inventory): string[] {
  const others = nodes.filter((name) => name !== bootstrap && hosts.get(name)?.role === "control_plane");
  return [bootstrap, ...others];
}

async function readAdminConf(target: Target, transport: Transport): Promise<string | null> {
  const shell = await transport.open(target, { readOnly: true });
  try {
    const session = new HostSession(shell, new AbortController().signal);
    const probe = pathState({ path: adminKubeconfig, content: "always" });
    await session.ask([probe]);
    const state = session.answers.get(probe.key);
    return isMapping(state) ? textOf(state.content) : null;
  } finally {
    await shell.close();
  }
}

function textOf(content: unknown): string | null {
  return isMapping(content) && typeof content.text === "string" ? content.text : null;
}
