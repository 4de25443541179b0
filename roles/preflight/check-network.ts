import { type Finding, findingsOf } from "../../src/kubernetes/health/finding.ts";
import { networksOverlap } from "../../src/kubernetes/health/networks-overlap.ts";
import type { SystemFacts } from "../../src/role/system-facts.ts";
import type { HostCondition } from "./host-condition.ts";
import type { PathToPeer } from "./paths-to-peers.ts";

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

function namedNetworks({ podCidr, serviceCidr }: ClusterNetworks) {
  const split = (name: string, networks: string) =>
    networks.split(",").map((network) => ({ name, network: network.trim() }));
  return [...split("pod_cidr", podCidr), ...split("service_cidr", serviceCidr)];
}

/** Whether the host reaches the others; `lost` are those that lab does not reach either. Pure. */
export function checkPaths(paths: readonly PathToPeer[], lost: ReadonlySet<string>): Finding[] {
  const { error, warning } = findingsOf("reachability", null);
  const blocked = paths.flatMap(({ name, ports }) => {
    const silent = ports.filter(({ reach }) => reach === "silent" || reach === "unreachable");
    if (silent.length === 0) return [];
    if (lost.has(name)) return [warning(`does not reach ${name}, which did not answer lab either`)];
    const list = silent.map(({ port, reach }) => `${port} (${reach === "silent" ? "dropped" : "no way"})`);
    return [
      error(
        `does not reach ${name} on TCP port ${list.join(", ")}`,
        `open it in the firewalls between them: ss, nft list ruleset, ufw status on ${name}`,
      ),
    ];
  });
  const isUntried = paths.some(({ ports }) => ports.some(({ reach }) => reach === "untried"));
  const untried = warning("the paths to other nodes could not be tried: the host has neither bash nor nc");
  return [...blocked, ...(isUntried ? [untried] : []), ...checkMtu(paths)];
}

function checkMtu(paths: readonly PathToPeer[]): Finding[] {
  const narrow = paths.flatMap(({ name, mtu }) => (mtu && mtu.largest < mtu.link ? [{ name, ...mtu }] : []));
  const [first] = narrow;
  if (!first) return [];
  const smallest = Math.min(...narrow.map(({ largest }) => largest));
  const names = narrow.map(({ name }) => name).join(", ");
  return [
    findingsOf("mtu", null).warning(
      `${first.device} sends packets of ${first.link} bytes, of which only those up to ${smallest} arrive at ${names}`,
      `set the MTU of the container network to ${smallest} less what its tunnel takes (VXLAN 50, WireGuard 80)`,
    ),
  ];
}

/** Whether names resolve, for the host and for what the cluster's DNS forwards. Pure. */
export function checkDns({ nameServers, hasResolved, unresolved }: HostCondition): Finding[] {
  const { error, warning } = findingsOf("dns", null);
  const onlyLoopback =
    nameServers.length > 0 && nameServers.every((address) => /^(127\.|::1$)/.test(address));
  return [
    ...(unresolved.length > 0
      ? [error(`cannot resolve ${unresolved.join(", ")}`, "correct /etc/resolv.conf, or the name")]
      : []),
    ...(nameServers.length === 0
      ? [warning("/etc/resolv.conf names no server", "the cluster's DNS has nobody to ask for names outside")]
      : []),
    ...(onlyLoopback && !hasResolved
      ? [
          warning(
            `/etc/resolv.conf names only ${nameServers.join(", ")}, which pods do not reach`,
            "give the kubelet a file with real servers: resolvConf in kubelet_configuration",
          ),
        ]
      : []),
  ];
}

/** Programs of Kubernetes, as the kernel shortens their names. */
const ours = /^(kube|etcd|haproxy$|cilium)/;

/** Whether the ports of a node are free; on one that is a node already Kubernetes holds them. Pure. */
export function checkPorts(condition: HostCondition, needed: readonly number[]): Finding[] {
  if (condition.isNode) return [];
  const taken = condition.listeners.filter(
    ({ port, program }) => needed.includes(port) && !ours.test(program),
  );
  return taken.map(({ port, program }) =>
    findingsOf("ports", null).error(
      `port ${port} is taken${program === "" ? "" : ` by ${program}`}`,
      `stop what listens there: ss -ltnp 'sport = :${port}'`,
    ),
  );
}
