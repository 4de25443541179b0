import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import { checkMtu } from "./check-mtu.ts";
import type { PathToPeer } from "./paths-to-peers.ts";

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
