import type { HostLinks } from "../network/join/host-links.ts";
import type { PathToPeer, Peer, Reach } from "../network/paths/paths-to-peers.ts";
import type { DoctoredPath } from "./doctor-report.ts";
import type { Examination } from "./examine-host.ts";

/** The ways that a host has tried, as it tells them; `nodes` are those that are nodes by now, where something must listen. Pure. */
export function doctoredPaths(
  from: string,
  peers: readonly Peer[],
  { paths, links }: Examination,
  nodes: ReadonlySet<string>,
): DoctoredPath[] {
  return [...new Set(peers.map(({ name }) => name))].map((to) => {
    const path = paths.find(({ name }) => name === to) ?? { name: to, ports: [], ping: null, mtu: null };
    const addresses = peers.filter(({ name }) => name === to).map(({ address }) => address);
    return {
      from,
      to,
      ports: path.ports,
      rttMs: typeof path.ping === "number" ? path.ping : null,
      ping: path.ping === null ? null : path.ping !== "silent",
      mtu: path.mtu,
      route: routeTo(addresses, links),
      problems: isRouteless(addresses, links) ? ["no route"] : portProblems(path, nodes.has(to)),
    };
  });
}

function routeTo(addresses: readonly string[], { routes }: HostLinks): DoctoredPath["route"] {
  const route = routes.find(({ to, problem }) => addresses.includes(to) && problem === "");
  return route ? { device: route.device, source: route.source, gateway: route.gateway } : null;
}

function isRouteless(addresses: readonly string[], { routes }: HostLinks): boolean {
  return routes.some(({ to, problem }) => addresses.includes(to) && problem !== "");
}

const words: Readonly<Partial<Record<Reach, string>>> = { silent: "dropped", unreachable: "no way" };

/** What is wrong with a port, in a word or two; null where nothing is. A refusal proves the way, and that nothing listens. Pure. */
export function portProblem(reach: Reach, mustListen: boolean): string | null {
  return words[reach] ?? (reach === "refused" && mustListen ? "refused" : null);
}

function portProblems({ ports }: PathToPeer, mustListen: boolean): string[] {
  const all = ports.flatMap(({ port, reach }) => {
    const problem = portProblem(reach, mustListen);
    return problem === null ? [] : [`:${port} ${problem}`];
  });
  return [...new Set(all)];
}
