import { parse } from "yaml";
import { listAt, textAt } from "../kubernetes/health/object-fields.ts";
import { adminKubeconfig } from "../kubernetes/paths.ts";
import { probeOf } from "../resources/probe.ts";

/** Full rights on a cluster, as kubeadm's admin.conf holds them; base64 of PEM. Kept in memory, shown to nobody. */
export interface AdminAccess {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** Asks a control plane for admin.conf; null where there is none. Cost: rides in a frame. */
export const adminAccess = probeOf(
  {
    name: "admin access",
    script: () => `if [ -r ${adminKubeconfig} ]; then cat ${adminKubeconfig}; fi`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const access = parseAdminAccess(stdout);
      return queries.map(() => access);
    },
  },
  () => "of the cluster",
);

/** Reads a kubeconfig; null where it does not hold certificates itself. Pure. */
export function parseAdminAccess(text: string): AdminAccess | null {
  const config = parsedOrNull(text);
  const [cluster] = listAt(config, "clusters");
  const [user] = listAt(config, "users");
  const access = {
    ca: textAt(cluster, "cluster", "certificate-authority-data"),
    certificate: textAt(user, "user", "client-certificate-data"),
    key: textAt(user, "user", "client-key-data"),
  };
  return Object.values(access).includes("") ? null : access;
}

function parsedOrNull(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
