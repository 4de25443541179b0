import type { NodeMarks, TaintKey } from "../../src/kubernetes/node-marks.ts";

/** The labels and taints that the inventory gives a node. */
export type WantedMarks = Pick<NodeMarks, "labels" | "taints">;

/** Arguments of `kubectl label`, `kubectl taint` and `kubectl annotate`, none where nothing is to be done. */
export interface MarkChanges {
  /** "disk=ssd", or "disk-" to take it away. */
  readonly labels: readonly string[];
  /** "dedicated=db:NoSchedule", or "dedicated:NoSchedule-". */
  readonly taints: readonly string[];
  /** What lab manages from then on; null where that stays. */
  readonly managed: NodeMarks["managed"] | null;
}

/** Reads kubectl's notation of taints: key=value:Effect, or key:Effect. */
export function wantedTaints(taints: readonly string[]): Readonly<Record<TaintKey, string>> {
  return Object.fromEntries(
    taints.map((text) => {
      const [, key = text, value = "", effect = ""] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
      return [`${key}:${effect}`, value];
    }),
  );
}

/**
 * What leads from the marks of a node to the wanted ones. What lab has not set stays, unless the inventory wants it
 * otherwise. Pure.
 */
export function planMarks(now: NodeMarks, wanted: WantedMarks): MarkChanges {
  const managed = {
    labels: Object.keys(wanted.labels).toSorted(),
    taints: Object.keys(wanted.taints).toSorted(),
  };
  const isRemembered = JSON.stringify(managed) === JSON.stringify(sorted(now.managed));
  return {
    labels: [
      ...differing(now.labels, wanted.labels).map(([key, value]) => `${key}=${value}`),
      ...gone(now.managed.labels, now.labels, wanted.labels).map((key) => `${key}-`),
    ],
    taints: [
      ...differing(now.taints, wanted.taints).map(taintText),
      ...gone(now.managed.taints, now.taints, wanted.taints).map((key) => `${key}-`),
    ],
    managed: isRemembered ? null : managed,
  };
}

/** What leads back. Pure. */
export function planBack(now: NodeMarks, wanted: WantedMarks): MarkChanges {
  const { labels, taints, managed } = planMarks(now, wanted);
  const labelKeys = labels.map((text) => text.replace(/=.*|-$/, ""));
  const taintKeys = taints.map((text) => text.replace(/=[^:]*|-$/g, ""));
  return {
    labels: labelKeys.map((key) => (key in now.labels ? `${key}=${now.labels[key]}` : `${key}-`)),
    taints: taintKeys.map((key) => (key in now.taints ? taintText([key, now.taints[key] ?? ""]) : `${key}-`)),
    managed: managed === null ? null : now.managed,
  };
}

function taintText([key, value]: readonly [TaintKey, string]): string {
  const colon = key.lastIndexOf(":");
  return value === "" ? key : `${key.slice(0, colon)}=${value}${key.slice(colon)}`;
}

type Texts = Readonly<Record<string, string>>;

function differing(now: Texts, wanted: Texts): [string, string][] {
  return Object.entries(wanted).filter(([key, value]) => now[key] !== value);
}

function gone(managed: readonly string[], now: Texts, wanted: Texts): string[] {
  return managed.filter((key) => key in now && !(key in wanted));
}

function sorted({ labels, taints }: NodeMarks["managed"]): NodeMarks["managed"] {
  return { labels: labels.toSorted(), taints: taints.toSorted() };
}
