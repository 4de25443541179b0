import type { PendingRow } from "./row.ts";
import type { WantedRoute } from "./wanted-interface.ts";

/** A row as it was read. */
export interface ReadRow extends PendingRow {
  /** Equal for rows that are equal in every column. */
  readonly fingerprint: string;
}

/** A row as the driver gives it, by the names of the columns. */
export type RawRow = Readonly<Record<string, unknown>>;

/**
 * Reads a row of `multi_interface`. Besides id and macaddress it may have the columns addresses (a JSON list, or texts
 * with commas between), routes (a JSON list of {to, via, metric}) and mtu. What makes no sense is passed on as it is: the
 * role refuses it, and says so. Pure.
 */
export function readRow(raw: RawRow): ReadRow {
  const { id, macaddress, addresses, routes, mtu } = raw;
  return {
    id: Number(id),
    mac: text(macaddress),
    ...(isEmpty(addresses) ? {} : { addresses: addressesOf(addresses) }),
    ...(isEmpty(routes) ? {} : { routes: routesOf(routes) }),
    ...(isEmpty(mtu) ? {} : { mtu: Number.isInteger(Number(mtu)) ? Number(mtu) : 0 }),
    fingerprint: fingerprintOf(raw),
  };
}

/** Equal for rows that are equal in every column. Pure. */
export function fingerprintOf(raw: RawRow): string {
  return JSON.stringify(Object.entries(raw).toSorted(([one], [other]) => one.localeCompare(other)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function text(value: unknown): string {
  return typeof value === "string" ? value.trim() : String(value ?? "");
}

function addressesOf(value: unknown): string[] {
  const list = parsed(value);
  if (Array.isArray(list)) return list.map(text);
  return text(typeof list === "string" ? list : value)
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function routesOf(value: unknown): WantedRoute[] {
  const list = parsed(value);
  return Array.isArray(list) ? list.map(routeOf) : [{ to: text(value) }];
}

function routeOf(value: unknown): WantedRoute {
  if (typeof value !== "object" || value === null || !("to" in value)) return { to: JSON.stringify(value) };
  const via = "via" in value && !isEmpty(value.via) ? { via: text(value.via) } : {};
  const metric = "metric" in value ? Number(value.metric) : Number.NaN;
  return { to: text(value.to), ...via, ...(Number.isInteger(metric) && metric >= 0 ? { metric } : {}) };
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}
