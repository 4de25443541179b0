import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { PathToPeer } from "./paths-to-peers.ts";

/** Whether packets as large as the interface sends arrive; tunnels between nodes take from what does. Pure. */
export function checkMtu(paths: readonly PathToPeer[]): Finding[] {
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
