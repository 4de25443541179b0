import type { SystemFacts } from "../../role/system-facts.ts";
import { type Finding, findingsOf } from "../health/finding.ts";
import { networksOverlap } from "../health/networks-overlap.ts";
import type { HostCondition } from "./host-condition.ts";

/** The networks of a cluster, each with a comma between two for dual stack. */
export interface ClusterNetworks {
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** Whether the networks of the cluster are free on a host. Routes of one that is a node already are the cluster's own. Pure. */
export function checkCidrs(
  networks: ClusterNetworks,
  facts: SystemFacts,
  condition: HostCondition,
): Finding[] {
  const { error } = findingsOf("cidr", null);
  const hint = "choose other networks in clusters.json";
  const taken = [
    ...(condition.isNode
      ? []
      : condition.routes.map(({ to, device }) => ({
          network: to,
          why: device === "" ? "a route" : `the route by ${device}`,
        }))),
    ...("tailscale0" in facts.interfaces ? [{ network: "100.64.0.0/10", why: "tailscale" }] : []),
  ];
  return namedNetworks(networks).flatMap(({ name, network }) => {
    const other = taken.find((each) => networksOverlap(network, each.network));
    return other ? [error(`${name} ${network} overlaps ${other.network} (${other.why})`, hint)] : [];
  });
}

/** Each network by itself, with the name of its key in clusters.json. Pure. */
export function namedNetworks({ podCidr, serviceCidr }: ClusterNetworks) {
  const split = (name: string, networks: string) =>
    networks.split(",").map((network) => ({ name, network: network.trim() }));
  return [...split("pod_cidr", podCidr), ...split("service_cidr", serviceCidr)];
}
