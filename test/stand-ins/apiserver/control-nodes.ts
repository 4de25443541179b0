import { type Fields, fieldsAt, isFields, type Json, listAt, textAt } from "../core/json.ts";
import type { EtcdStore, Stored } from "./etcd-store.ts";
import { isReady } from "./evict.ts";
import { subnetOf } from "./node-cidrs.ts";

const notReady = "node.kubernetes.io/not-ready";
const unreachable = "node.kubernetes.io/unreachable";
const unschedulable = "node.kubernetes.io/unschedulable";
const ranges = "/registry/ranges/nodecidrs";

/** Node IPAM and node lifecycle: pod CIDRs, the condition of nodes that are silent, and their taints. */
export async function controlNodes(
  store: EtcdStore,
  options: { readonly clusterCidr: string; readonly masks: ReadonlyMap<string, string> },
): Promise<void> {
  const { items: nodes } = await store.list("/registry/minions/");
  for (const node of nodes) {
    const silent = await isSilent(store, node, options.masks.get("node-monitor-grace-period") ?? "40s");
    const spec = { ...fieldsAt(node.object, "spec") };
    if (options.clusterCidr !== "" && textAt(spec, "podCIDR") === "") {
      const cidrs = await allocate(store, nodes, options);
      spec.podCIDR = cidrs[0] ?? "";
      spec.podCIDRs = cidrs;
    }
    const status = silent ? silentStatus(node.object) : fieldsAt(node.object, "status");
    const next = { ...node.object, spec, status };
    const taints = taintsOf(next, silent);
    if (taints.length > 0) spec.taints = taints;
    else delete spec.taints;
    if (JSON.stringify(next) !== JSON.stringify(node.object)) await store.put(node.key, next, node.revision);
  }
}

async function isSilent(store: EtcdStore, node: Stored, grace: string): Promise<boolean> {
  const lease = await store.get(
    `/registry/leases/kube-node-lease/${textAt(node.object, "metadata", "name")}`,
  );
  const last =
    textAt(lease?.object, "spec", "renewTime") || textAt(node.object, "metadata", "creationTimestamp");
  return Date.now() - Date.parse(last) > Number.parseInt(grace, 10) * 1000;
}

function silentStatus(node: Fields): Fields {
  const conditions = listAt(node, "status", "conditions").map((one) => {
    if (!isFields(one) || one.status === "Unknown") return one;
    const message = "Kubelet stopped posting node status.";
    return {
      ...one,
      status: "Unknown",
      reason: "NodeStatusUnknown",
      message,
      lastTransitionTime: new Date().toISOString(),
    };
  });
  return { ...fieldsAt(node, "status"), conditions };
}

function taintsOf(node: Fields, silent: boolean): Json[] {
  const own = new Set([notReady, unreachable, unschedulable]);
  const others = listAt(node, "spec", "taints").filter((taint) => !own.has(textAt(taint, "key")));
  const effect = "NoSchedule";
  const lifecycle = silent
    ? [{ key: unreachable, effect }]
    : isReady(node)
      ? []
      : [{ key: notReady, effect }];
  const cordoned = textAt(node, "spec", "unschedulable") === "true" ? [{ key: unschedulable, effect }] : [];
  return [...others, ...lifecycle, ...cordoned];
}

/** Takes the first free index; the object of all taken ones is what two control planes compare and swap. */
async function allocate(
  store: EtcdStore,
  nodes: readonly Stored[],
  options: { readonly clusterCidr: string; readonly masks: ReadonlyMap<string, string> },
): Promise<string[]> {
  const cidrs = options.clusterCidr.split(",");
  const maskOf = (cidr: string): number => {
    const [family, fallback] = cidr.includes(":") ? ["ipv6", 64] : ["ipv4", 24];
    return Number(
      options.masks.get(`node-cidr-mask-size-${family}`) ??
        options.masks.get("node-cidr-mask-size") ??
        fallback,
    );
  };
  const known = await store.get(ranges);
  const inUse = new Set(nodes.map((node) => textAt(node.object, "spec", "podCIDR")));
  for (let index = Number(textAt(known?.object, "next")); ; index += 1) {
    const own = cidrs.flatMap((cidr) => subnetOf(cidr, maskOf(cidr), index) ?? []);
    if (own.length === 0) return [];
    if (inUse.has(own[0] ?? "")) continue;
    const isTaken = (await store.put(ranges, { next: index + 1 }, known?.revision ?? "0")) === null;
    return isTaken ? [] : own;
  }
}
