import type { RoutesToOthers } from "./cluster-networks.ts";
import { addRoute, routeProtocol } from "./pod-routes.ts";
import { podRules, rulesScript } from "./pod-rules.ts";

/** Where the script lies that the unit starts. */
export const podNetworkScriptPath = "/usr/local/sbin/lab-pod-network";

/**
 * sh that brings back, after a boot, what the kernel keeps only while it runs: routes to the pods of other nodes, and the
 * rules for pods. It may run again and again. One route that cannot be set does not keep the others away. Pure.
 */
export function podNetworkScript(podCidrs: readonly string[], { routes, joining }: RoutesToOthers): string {
  const lines = [
    ...podCidrs.map((cidr) => rulesScript(podRules(cidr))),
    ...routes.map((route) => `${addRoute(route)} || failed=1`),
    ...joining.map((name) => `# and to the pods of ${name}, once it is a node`),
  ];
  return `#!/bin/sh
# Written by lab: the routes to the pods of other nodes (proto ${routeProtocol}), and the rules for pods.
failed=0
${lines.join("\n")}
exit "$failed"
`;
}
