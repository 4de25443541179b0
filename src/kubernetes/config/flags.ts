import { isMapping } from "../../input/mapping.ts";
import { v1beta3 } from "../schemas/kubeadm-v1beta3.ts";

/** A flag of a component, without dashes. The same name may be there more than once. */
export interface Flag {
  readonly name: string;
  readonly value: string;
}

/** Names of the fields that hold flags: a mapping in v1beta3, a list of names and values in v1beta4. */
export function holdsFlags(field: string): boolean {
  return field === "extraArgs" || field === "kubeletExtraArgs";
}

/** Flags in either form; null for what is neither. Numbers and switches become the text that they are written as. */
export function readFlags(value: unknown): readonly Flag[] | null {
  const pairs = isMapping(value) ? Object.entries(value) : Array.isArray(value) ? value.map(pairOf) : [null];
  const flags = pairs.map((pair) => {
    const [name, text] = pair ?? [];
    return typeof name === "string" && isScalar(text) ? { name, value: String(text) } : null;
  });
  return flags.every((flag) => flag !== null) ? flags : null;
}

function pairOf(entry: unknown): readonly [unknown, unknown] | null {
  if (!isMapping(entry)) return null;
  const { name, value = "", ...others } = entry;
  return Object.keys(others).length === 0 ? [name, value] : null;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** `base` without the names that `over` has, and behind it `over`. */
export function mergeFlags(base: readonly Flag[], over: readonly Flag[]): readonly Flag[] {
  const replaced = new Set(over.map(({ name }) => name));
  return [...base.filter(({ name }) => !replaced.has(name)), ...over];
}

/** Flags in the form of an API version. A mapping holds each name once: the last one counts. */
export function writeFlags(flags: readonly Flag[], apiVersion: string): unknown {
  return apiVersion === v1beta3 ? Object.fromEntries(flags.map(({ name, value }) => [name, value])) : flags;
}
