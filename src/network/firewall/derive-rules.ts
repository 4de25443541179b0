import type { RoleCluster, RoleNode } from "../../role/role-context.ts";
import { cniRules, type PodNetwork } from "./cni-rules.ts";
import type { FirewallRule } from "./firewall-rule.ts";
import { newRule } from "./new-rule.ts";
import { type OwnRule, ownRules } from "./own-rules.ts";
import { roleRules } from "./role-rules.ts";
import { type VpnSettings, vpnRules } from "./vpn-rules.ts";

/** What the rules of a host follow from, beside the host and its cluster. */
export interface RuleInputs {
  readonly cni: PodNetwork;
  readonly vpn: VpnSettings;
  readonly rules: readonly OwnRule[];
  readonly nodePorts?: string;
}

/**
 * All rules of a host but the one for SSH, which the host itself has to be asked for. Pure. Throws InputError where the
 * inventory does not say enough.
 */
export function deriveRules(
  host: RoleNode,
  cluster: RoleCluster,
  { cni, vpn, rules, nodePorts }: RuleInputs,
): FirewallRule[] {
  return [
    newRule({
      name: "icmp",
      protocol: "icmp",
      why: "ping, and routers that say what is too large or not to be reached",
      neededBy: "everybody: without it connections hang instead of failing",
    }),
    ...roleRules(host, cluster, nodePorts === undefined ? {} : { nodePorts }),
    ...(host.role === "etcd" ? [] : cniRules(cni, cluster)),
    ...vpnRules(vpn),
    ...ownRules(rules),
  ];
}
