import { isMapping } from "../input/mapping.ts";
import { probeOf } from "../resources/probe.ts";
import { etcdFunctions } from "./etcdctl.ts";
import { listAt, textAt } from "./health/object-fields.ts";

/** A member of etcd, as it is known to the others. */
export interface EtcdMember {
  /** Hexadecimal, as `etcdctl member remove` takes it. */
  readonly id: string;
  /** Name of its node; empty until it has started for the first time. */
  readonly name: string;
  readonly isHealthy: boolean;
}

/** The members of the etcd that a host belongs to; null where its own member does not answer. */
export type EtcdMembers = readonly EtcdMember[] | null;

/** Asks the member on a host. Cost: two calls of etcdctl, in its container where the host has none. */
export const etcdMembers = probeOf(
  {
    name: "etcd members",
    isShared: true,
    script: () => `${etcdFunctions}
lab_etcdctl --command-timeout=5s member list -w json 2>/dev/null
echo
echo ---
lab_etcdctl --command-timeout=5s endpoint health --cluster -w json 2>/dev/null || :
`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const members = parseEtcdMembers(stdout);
      return queries.map(() => members);
    },
  },
  () => "all",
);

/** Reads what etcdctl prints of members and of their health (etcd 3.4 to 3.6). Pure. */
export function parseEtcdMembers(stdout: string): EtcdMembers {
  const [list = "", health = ""] = stdout.split("\n---\n");
  const members = listAt(jsonOf(list, exactIds), "members");
  if (members.length === 0) return null;
  const answers = jsonOf(health, (text) => text);
  const healthy = new Set(
    (Array.isArray(answers) ? answers : [])
      .filter((one) => isMapping(one) && one.health === true)
      .map((one) => textAt(one, "endpoint")),
  );
  return members.map((member) => ({
    id: BigInt(textAt(member, "ID")).toString(16),
    name: textAt(member, "name"),
    isHealthy: listAt(member, "clientURLs").some((url) => typeof url === "string" && healthy.has(url)),
  }));
}

/** Whether more than half of the members are left and well without one of them. Pure. */
export function keepsQuorum(members: readonly EtcdMember[], without: string): boolean {
  const others = members.filter(({ name }) => name !== without);
  return others.filter(({ isHealthy }) => isHealthy).length > others.length / 2;
}

/** Ids have 64 bits: as numbers of JavaScript they would lose their last digits. */
function exactIds(json: string): string {
  return json.replaceAll(/("(?:ID|member_id|cluster_id)"\s*:\s*)(\d+)/g, '$1"$2"');
}

function jsonOf(text: string, prepare: (text: string) => string): unknown {
  try {
    return JSON.parse(prepare(text.trim()));
  } catch {
    return null;
  }
}
