import type { ManagerName } from "./package-manager.ts";

/** A package by name, and the version it is pinned to. */
export interface PackageRequest {
  readonly name: string;
  /** Exact, or a pattern with `*`; null for any. */
  readonly version: string | null;
}

/** What a package may be called in a playbook: a name, or `name=version`. */
export const packagePattern = "^[A-Za-z0-9][A-Za-z0-9+._:-]*(=[A-Za-z0-9*][A-Za-z0-9+.:~^*_-]*)?$";

/** Reads `name` or `name=version`. */
export function packageRequest(text: string): PackageRequest {
  const at = text.indexOf("=");
  return at < 0 ? { name: text, version: null } : { name: text.slice(0, at), version: text.slice(at + 1) };
}

/** Whether an installed version is what was pinned: equal, matched by `*`, or, except with apt, equal up to the release. */
export function versionMatches(pinned: string, installed: string, manager: ManagerName): boolean {
  if (manager !== "apt" && installed.startsWith(`${pinned}-`)) return true;
  const pattern = pinned
    .split("*")
    .map((part) => part.replaceAll(/[.+^]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`).test(installed);
}
