import type { RoleCluster } from "../../role/role-context.ts";
import type { FirewallRule } from "./firewall-rule.ts";
import { newRule, type RuleDraft } from "./new-rule.ts";
import { nodeSources } from "./node-sources.ts";

/** The pod networks that lab knows. */
export type PodNetwork = "bridge" | "flannel" | "calico" | "cilium" | "none";

type NodeRule = Pick<RuleDraft, "name" | "protocol" | "ports" | "why">;

/**
 * What nodes send each other (docs.cilium.io "System Requirements", docs.tigera.io "Network requirements", flannel's
 * "Backends"). Pods themselves come with addresses of the pod network, which is let in as a whole.
 */
const nodeRules: Readonly<Record<PodNetwork, readonly NodeRule[]>> = {
  none: [],
  bridge: [],
  flannel: [
    { name: "flannel-vxlan", protocol: "udp", ports: [8472], why: "flannel: pods' packets in VXLAN" },
  ],
  calico: [
    { name: "calico-bgp", protocol: "tcp", ports: [179], why: "Calico: routes by BGP" },
    { name: "calico-ipip", protocol: "ipip", why: "Calico: pods' packets in IP in IP" },
    { name: "calico-vxlan", protocol: "udp", ports: [4789], why: "Calico: pods' packets in VXLAN" },
    { name: "calico-typha", protocol: "tcp", ports: [5473], why: "Calico: Typha, for the agents" },
    { name: "calico-wireguard", protocol: "udp", ports: ["51820-51821"], why: "Calico: encrypted packets" },
  ],
  cilium: [
    { name: "cilium-vxlan", protocol: "udp", ports: [8472], why: "Cilium: pods' packets in VXLAN" },
    { name: "cilium-geneve", protocol: "udp", ports: [6081], why: "Cilium: pods' packets in Geneve" },
    { name: "cilium-health", protocol: "tcp", ports: [4240], why: "Cilium: health checks between agents" },
    { name: "cilium-hubble", protocol: "tcp", ports: [4244], why: "Cilium: Hubble, for its relay" },
    { name: "cilium-wireguard", protocol: "udp", ports: [51871], why: "Cilium: encrypted packets" },
  ],
};

/** What the pod network of a host needs. Pure. Throws InputError where nodes have no address. */
export function cniRules(cni: PodNetwork, cluster: RoleCluster): FirewallRule[] {
  const between = nodeRules[cni];
  const from = between.length === 0 ? [] : nodeSources(cluster);
  return [
    newRule({
      name: "pods",
      protocol: "any",
      from: podNetworks(cluster),
      why: "pods, to what runs on the node itself",
      neededBy: "pods that speak to the API server, the kubelet or host ports",
    }),
    ...between.map((rule) => newRule({ ...rule, from, neededBy: "all nodes" })),
  ];
}

/** The networks of a cluster's pods, one per family. */
export function podNetworks({ podCidr }: RoleCluster): string[] {
  return podCidr.split(",").map((cidr) => cidr.trim());
}
