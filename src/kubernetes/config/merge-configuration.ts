import { isMapping } from "../../input/mapping.ts";
import { holdsFlags, mergeFlags, readFlags, writeFlags } from "./flags.ts";

/** A configuration, or a part of one, as plain data. */
export type Configuration = Readonly<Record<string, unknown>>;

/** Merges `over` into `base`: mappings by key, flags by name, anything else is replaced; null takes it away. */
export function mergeConfiguration(base: Configuration, over: Configuration): Configuration {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = mergeField(key, merged[key], value);
  }
  return merged;
}

function mergeField(key: string, base: unknown, over: unknown): unknown {
  if (holdsFlags(key)) {
    const flags = readFlags(over);
    return flags === null ? over : mergeFlags(readFlags(base ?? []) ?? [], flags);
  }
  return isMapping(over) ? mergeConfiguration(isMapping(base) ? base : {}, over) : over;
}

/** Brings the flags in a configuration into the form of an API version; leaves alone what does not read as flags. */
export function inFormOf(apiVersion: string, configuration: Configuration): Configuration {
  const entries = Object.entries(configuration).map(([key, value]): [string, unknown] => {
    const flags = holdsFlags(key) ? readFlags(value) : null;
    if (flags !== null) return [key, writeFlags(flags, apiVersion)];
    return [key, isMapping(value) ? inFormOf(apiVersion, value) : value];
  });
  return Object.fromEntries(entries);
}

/** Leaves out fields that are null, undefined, or hold nothing. */
export function withoutEmpty(configuration: Configuration): Configuration {
  return Object.fromEntries(Object.entries(configuration).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMapping(value) && Object.keys(value).length === 0;
}
