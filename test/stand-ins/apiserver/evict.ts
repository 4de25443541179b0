import type { Fields } from "../core/json.ts";
import { fieldsAt, listAt, textAt } from "../core/json.ts";
import type { EtcdStore } from "./etcd-store.ts";
import { remove, type Target } from "./handle-objects.ts";
import { objectSelector } from "./selectors.ts";
import { Refused } from "./status.ts";

/** Removes a pod if every PodDisruptionBudget over it allows; throws Refused (429) where one does not. */
export async function evict(store: EtcdStore, target: Target): Promise<void> {
  const pod = await store.get(`/registry/pods/${target.namespace}/${target.name}`);
  if (pod === null) throw new Refused(404, `pods ${JSON.stringify(target.name)} not found`);
  const { items: budgets } = await store.list(`/registry/poddisruptionbudgets/${target.namespace}/`);
  const { items: pods } = await store.list(`/registry/pods/${target.namespace}/`);
  for (const { object } of budgets) {
    const selects = objectSelector(fieldsAt(object, "spec", "selector"));
    if (!selects(pod.object)) continue;
    const covered = pods.map((one) => one.object).filter(selects);
    const healthy = covered.filter(isReady).length;
    if (disruptionsAllowed(object, covered.length, healthy) < 1) {
      throw new Refused(429, "Cannot evict pod as it would violate the pod's disruption budget.");
    }
  }
  await remove(store, target, null);
}

/** How many pods under a budget may go now (policy/v1). */
export function disruptionsAllowed(budget: Fields, expected: number, healthy: number): number {
  const minimum = textAt(budget, "spec", "minAvailable");
  const maximum = textAt(budget, "spec", "maxUnavailable");
  const desired = minimum !== "" ? scaled(minimum, expected) : expected - scaled(maximum || "0", expected);
  return Math.max(0, healthy - desired);
}

/** Whether a pod's condition Ready is true. */
export function isReady(object: Fields): boolean {
  return listAt(object, "status", "conditions").some(
    (one) => textAt(one, "type") === "Ready" && textAt(one, "status") === "True",
  );
}

function scaled(value: string, total: number): number {
  return value.endsWith("%") ? Math.ceil((total * Number(value.slice(0, -1))) / 100) : Number(value);
}
