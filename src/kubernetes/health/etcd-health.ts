import { probeOf } from "../../resources/probe.ts";
import { etcdFunctions, etcdPki } from "../etcdctl.ts";
import { fieldAt } from "./object-fields.ts";

/** How the member of etcd on a host is: it can read with a quorum of the others, or why it cannot. */
export type EtcdHealth =
  /** The host is to have no member. */
  | { readonly kind: "none" }
  | { readonly kind: "healthy" }
  | { readonly kind: "unhealthy"; readonly reason: string };

const script = `
if [ ! -e ${etcdPki}/healthcheck-client.crt ]; then exit 0; fi
${etcdFunctions}
echo member=yes
lab_etcdctl --dial-timeout=3s --command-timeout=5s endpoint health -w json 2>&1 </dev/null || true
`;

/** Asks the member of etcd on a host, by the program of the host or that in its container. Cost: at most 10 s. */
export const etcdHealth = probeOf(
  {
    name: "etcd health",
    isShared: true,
    script: () => script,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const health = parseEtcdHealth(stdout);
      return queries.map(() => health);
    },
  },
  () => "of the host",
);

/** Reads what `etcdctl endpoint health -w json` prints, among what else it says. Pure. */
export function parseEtcdHealth(stdout: string): EtcdHealth {
  if (!stdout.startsWith("member=yes")) return { kind: "none" };
  const lines = stdout.split("\n").slice(1);
  const [member] = lines.flatMap(jsonList);
  if (fieldAt(member, "health") === true) return { kind: "healthy" };
  const said = fieldAt(member, "error");
  const reason = typeof said === "string" ? said : (lines.findLast((line) => line.trim() !== "") ?? "");
  return { kind: "unhealthy", reason: reason || "it says nothing" };
}

function jsonList(line: string): readonly unknown[] {
  if (!line.startsWith("[")) return [];
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
