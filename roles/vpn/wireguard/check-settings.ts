import { InputError } from "../../../src/errors.ts";
import { parseSubnet, parseSubnets } from "../../../src/kubernetes/config/subnet.ts";
import type { RoleCluster } from "../../../src/role/role-context.ts";
import { endpointOf } from "./endpoint.ts";
import type { WireguardSettings } from "./settings.ts";
import { tunnelAddresses } from "./tunnel-addresses.ts";

/** Throws InputError where the settings cannot be right for this cluster, before any host is asked. */
export function checkWireguard(settings: WireguardSettings, cluster: RoleCluster): void {
  tunnelAddresses(cluster.nodes, settings, new Map());
  refuseOverlap(settings, cluster);
  refuseUnknownNames(settings, cluster);
  refuseUnreachable(settings, cluster);
}

function refuseOverlap({ network }: WireguardSettings, { podCidr, serviceCidr }: RoleCluster): void {
  const own = parseSubnet(network);
  const clash = parseSubnets(`${podCidr},${serviceCidr}`).find((other) => own?.overlaps(other));
  if (clash === undefined) return;
  throw new InputError({
    message: `wireguard.network ${network} overlaps ${clash.text}, which is the cluster's own`,
    hint: "choose a network that neither pods nor services nor nodes have",
  });
}

function refuseUnknownNames({ hub, topology, nodes = {} }: WireguardSettings, cluster: RoleCluster): void {
  const known = cluster.nodes.map(({ name }) => name);
  if (topology === "hub" && (hub === undefined || !known.includes(hub))) {
    const what = hub === undefined ? "does not name the hub" : `names "${hub}" as hub`;
    const hint = `write hub: and one of ${known.join(", ")}`;
    throw new InputError({ message: `wireguard with "topology: hub" ${what}`, hint });
  }
  const stray = Object.keys(nodes).find((name) => !known.includes(name));
  if (stray === undefined) return;
  throw new InputError({
    message: `wireguard.nodes names "${stray}", which is no node of the cluster`,
    hint: `its nodes are ${known.join(", ")}`,
  });
}

/** Two ends that can only call, and none that can be called, never meet. */
function refuseUnreachable(settings: WireguardSettings, { nodes }: RoleCluster): void {
  const hidden = nodes.filter((node) => endpointOf(node, settings) === null).map(({ name }) => name);
  const isHub = settings.topology === "hub";
  if (isHub ? !hidden.includes(settings.hub ?? "") : hidden.length < 2) return;
  const who = isHub ? `the hub ${settings.hub}` : hidden.join(" and ");
  throw new InputError({
    message: `no endpoint is known of ${who}, so the others cannot reach ${isHub ? "it" : "them, nor they each other"}`,
    hint: isHub
      ? `write wireguard.nodes.${settings.hub}.endpoint`
      : `write wireguard.nodes.NAME.endpoint, or let them meet at a third node: topology: hub`,
  });
}
