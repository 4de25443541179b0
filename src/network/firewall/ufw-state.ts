import type { Parts } from "./answer-parts.ts";
import type { UfwState } from "./firewall-state.ts";

/** Is there where lab has made ufw active. */
export const ufwMark = "/etc/ufw/enabled-by-lab";

/** Reads `ufw status verbose` and `ufw show added`; null where ufw is not installed. Pure. */
export function parseUfw(parts: Parts): UfwState | null {
  const status = parts.get("ufw status");
  if (!status) return null;
  const added = parts.get("ufw rules") ?? [];
  return {
    isActive: status.includes("Status: active"),
    isEnabledByLab: parts.has("ufw enabled by lab"),
    incoming: /^Default: (\w+) \(incoming\)/m.exec(status.join("\n"))?.[1] ?? "",
    rules: added.filter((line) => line.startsWith("ufw ")).map((line) => line.slice("ufw ".length)),
  };
}
