import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { PathToPeer } from "../paths/paths-to-peers.ts";

/** Whether nodes that answer TCP answer ping as well: without ICMP nobody hears that a packet is too large. Pure. */
export function checkPing(paths: readonly PathToPeer[]): Finding[] {
  const { warning } = findingsOf("ping", null);
  const deaf = paths.filter(
    ({ ping, ports }) =>
      ping === "silent" && ports.some(({ reach }) => reach === "open" || reach === "refused"),
  );
  if (deaf.length > 0) {
    const names = deaf.map(({ name }) => name).join(", ");
    return [
      warning(
        `${names} ${deaf.length === 1 ? "answers" : "answer"} TCP, and not ping`,
        "let ICMP pass the firewalls between: the path MTU is found with it",
      ),
    ];
  }
  if (paths.length === 0 || paths.some(({ ping }) => ping !== null)) return [];
  return [
    warning("there is no ping on the host: round trips and path MTU are not known", "install iputils-ping"),
  ];
}
