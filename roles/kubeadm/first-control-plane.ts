import type { NodeTruth } from "../../src/kubernetes/node-truth.ts";
import type { Refusal } from "./plan-node.ts";

/** What the first control plane of a cluster is to do, seen from the others. */
export type Beginning =
  /** Nothing of the cluster is there: it makes it. */
  | { readonly kind: "init" }
  /** Another control plane has the cluster: it joins like any other. */
  | { readonly kind: "join" }
  /** There may be a cluster. */
  | ({ readonly kind: "refused" } & Refusal);

/**
 * Whether there is a cluster already: a second one under the same name would be worse than none. `others` are the other control
 * planes, null where lab cannot reach the host; `answering`, endpoints at which an API server answers. Pure.
 */
export function beginning(
  others: Readonly<Record<string, NodeTruth | null>>,
  answering: readonly string[],
): Beginning {
  const all = Object.entries(others);
  if (all.some(([, truth]) => truth?.kind === "joined")) return { kind: "join" };
  for (const [name, truth] of all) {
    if (truth?.kind !== "unknown") continue;
    return {
      kind: "refused",
      mayBeOwn: false,
      reason: `${name} looks like a control plane of this cluster, but ${truth.reason}. lab makes no second cluster beside it: bring ${name} back first, or reset it`,
    };
  }
  const [server] = answering;
  if (server === undefined) return { kind: "init" };
  return {
    kind: "refused",
    mayBeOwn: true,
    reason: `an API server answers at https://${server}, but no control plane that lab can reach belongs to this cluster. lab makes no second cluster beside it`,
  };
}
