import { presence } from "../../../src/resources/presence.ts";
import { onMachine, type Probe } from "../../../src/resources/probe.ts";
import { type NotYet, notYet, type RoleTask, task } from "../../../src/role/role.ts";
import type { RoleCluster } from "../../../src/role/role-context.ts";
import type { VpnContext } from "../vpn-kind.ts";
import { type PlannedTunnel, planTunnel } from "./plan-tunnel.ts";
import type { WireguardSettings } from "./settings.ts";
import { type TunnelHost, tunnelHost } from "./tunnel-host.ts";
import { tunnelModule } from "./tunnel-module.ts";

type Facts = Readonly<Record<string, TunnelHost | boolean | null>>;

/**
 * Describes the tunnel, from what all nodes say of themselves. Cost: one question to each host of the cluster, which all that
 * ask for it share.
 */
export function tunnelTask(context: VpnContext<WireguardSettings>, keyFile: string): RoleTask {
  const { host, cluster, settings } = context;
  const args = (facts: Facts) => {
    const waiting = aboutToChange(facts, cluster, host.name);
    if (waiting !== null) return waiting;
    const known = cluster.nodes.map(({ name }) => [name, saidBy(facts, name)] as const);
    return argumentsOf(planTunnel(host, cluster, settings, keyFile, new Map(known)));
  };
  return task("Describe the tunnel to wg-quick", tunnelModule, args, {
    uses: factsOf(cluster, host.name, keyFile),
  });
}

function factsOf(
  { nodes }: RoleCluster,
  own: string,
  keyFile: string,
): Record<string, Probe<TunnelHost | boolean | null>> {
  const said = tunnelHost({ keyFile });
  return Object.fromEntries(
    nodes.flatMap(({ name }): [string, Probe<TunnelHost | boolean | null>][] =>
      name === own
        ? [[saidKey(name), said]]
        : [
            [saidKey(name), onMachine(name, said)],
            [reachKey(name), onMachine(name, presence({ of: "host" }))],
          ],
    ),
  );
}

const saidKey = (name: string): string => `tunnel of ${name}`;
const reachKey = (name: string): string => `reach ${name}`;

function saidBy(facts: Facts, name: string): TunnelHost | null {
  const said = facts[saidKey(name)];
  return typeof said === "object" ? said : null;
}

/** Only a check meets a host that it reaches and that cannot tell its key: the run is about to make one. */
function aboutToChange(facts: Facts, { nodes }: RoleCluster, own: string): NotYet | null {
  const one = nodes.find(({ name }) => name !== own && facts[reachKey(name)] && saidBy(facts, name) === null);
  return one === undefined ? null : notYet(`the key of ${one.name} is not made yet`);
}

function argumentsOf({ tunnel, keyless, remembered }: PlannedTunnel) {
  const { address, port, mtu, keyFile, peers } = tunnel;
  const notes = [
    ...(keyless.length === 0 ? [] : [`without ${keyless.join(", ")}: no key there`]),
    ...(remembered.length === 0 ? [] : [`${remembered.join(", ")} cannot be reached, and stays as known`]),
  ];
  return {
    ...{ address, port, mtu, key_file: keyFile },
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
    peers: peers.map(({ name, publicKey, allowedIps, endpoint, keepalive }) => ({
      ...{ name, public_key: publicKey, allowed_ips: [...allowedIps] },
      ...(endpoint === null ? {} : { endpoint }),
      ...(keepalive === null ? {} : { keepalive }),
    })),
  };
}
