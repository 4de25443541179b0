import { copyModule as copy } from "../../src/resources/copy.ts";
import { serviceModule as service } from "../../src/resources/service.ts";
import { templateModule as template } from "../../src/resources/template.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { bridgeConfigName } from "./bridge-config.ts";
import { bridgeModule } from "./bridge-module.ts";
import { networkFacts, ownNetwork, routeFacts, routesToOthers } from "./cluster-networks.ts";
import { cniFolderModule } from "./cni-folder-module.ts";
import { isPending, podCidrsModule } from "./pod-cidrs-module.ts";
import { podNetworkScript, podNetworkScriptPath } from "./pod-network-script.ts";
import { podRoutesModule } from "./pod-routes-module.ts";
import { podRulesModule } from "./pod-rules-module.ts";

const unit = "lab-pod-network.service";

/** What the plain bridge needs of one node: its configuration, routes to the pods of all others, and rules. */
export function bridgeTasks(
  host: RoleNode,
  cluster: RoleCluster,
  { mtu, replaceOthers }: { readonly mtu?: number; readonly replaceOthers: boolean },
): RoleTask[] {
  const uses = networkFacts(host, cluster);
  const podCidrs = cluster.podCidr.split(",").map((cidr) => cidr.trim());
  return [
    task("See that no other pod network comes first", cniFolderModule, {
      first: bridgeConfigName,
      replace: replaceOthers,
    }),
    ...podCidrs.map((cidr) =>
      task(`Let pods of ${cidr} out and through`, podRulesModule, { pod_cidr: cidr }),
    ),
    task("Install the unit that sets routes and rules", template, {
      src: "cni/lab-pod-network.service.hbs",
      dest: `/etc/systemd/system/${unit}`,
      mode: "0644",
      vars: { script: podNetworkScriptPath },
    }),
    task(
      "Wait until every node has a network for its pods",
      podCidrsModule,
      {},
      {
        uses,
        when: (facts) => Object.values(facts).some(isPending),
        ...(host.role === "control_plane" ? {} : { delegateTo: cluster.bootstrap }),
      },
    ),
    task(
      "Configure the bridge",
      bridgeModule,
      (facts) => {
        const known = ownNetwork(facts, host.name);
        if ("notYet" in known) return known;
        return { pod_cidrs: [...known.own.podCidrs], ...(mtu === undefined ? {} : { mtu }) };
      },
      { uses },
    ),
    task(
      "Set the routes to the pods of other nodes",
      podRoutesModule,
      (facts) => {
        const known = routesToOthers(facts, host, cluster);
        return "notYet" in known ? known : { routes: [...known.routes], joining: [...known.joining] };
      },
      { uses: routeFacts(host, cluster) },
    ),
    task(
      "Keep routes and rules for the next boot",
      copy,
      (facts) => {
        const known = routesToOthers(facts, host, cluster);
        if ("notYet" in known) return known;
        return { dest: podNetworkScriptPath, content: podNetworkScript(podCidrs, known), mode: "0755" };
      },
      { uses: routeFacts(host, cluster) },
    ),
    task("Set routes and rules at boot and now", service, { name: unit, state: "started", enabled: true }),
  ];
}
