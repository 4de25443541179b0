import type { ManagerName } from "./package-manager.ts";

/** Whether an installed version is what was pinned: equal, matched by `*`, or, except with apt, equal up to the release. */
export function versionMatches(pinned: string, installed: string, manager: ManagerName): boolean {
  if (manager !== "apt" && installed.startsWith(`${pinned}-`)) return true;
  const pattern = pinned
    .split("*")
    .map((part) => part.replaceAll(/[.+^]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`).test(installed);
}
