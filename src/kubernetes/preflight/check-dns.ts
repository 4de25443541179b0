import { type Finding, findingsOf } from "../health/finding.ts";
import type { HostCondition } from "./host-condition.ts";

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
