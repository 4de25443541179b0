import { type Finding, findingsOf } from "../../src/kubernetes/health/finding.ts";
import type { HostCondition } from "../../src/kubernetes/preflight/host-condition.ts";

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
