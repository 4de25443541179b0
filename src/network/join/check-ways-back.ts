import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { PathToPeer } from "../paths/paths-to-peers.ts";

/** How another node reaches the host; `path` is null where it could not be asked. */
export interface WayBack {
  readonly name: string;
  readonly path: PathToPeer | null;
}

/** Whether the nodes that have to reach the host do: without it there are no logs, no exec and no metrics of its pods. Pure. */
export function checkWaysBack(ways: readonly WayBack[]): Finding[] {
  const { error } = findingsOf("reachability", null);
  return ways.flatMap(({ name, path }) => {
    const silent = (path?.ports ?? []).filter(({ reach }) => reach === "silent" || reach === "unreachable");
    if (silent.length === 0) return [];
    const list = silent.map(({ port, reach }) => `${port} (${reach === "silent" ? "dropped" : "no way"})`);
    return [
      error(
        `${name} does not reach this host on TCP port ${list.join(", ")}`,
        `open it in the firewall of this host; nft list ruleset and ufw status show it. From ${name}: ip route get`,
      ),
    ];
  });
}
