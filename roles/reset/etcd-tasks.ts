import { defineModule } from "../../src/resources/module.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { serviceModule as service } from "../../src/resources/service.ts";
import { serviceState } from "../../src/resources/service-probe.ts";
import { type RoleTask, task } from "../../src/role/role.ts";

/** Data and certificates of a member that is no pod: what the role etcd has made. */
const removedFoldersModule = defineModule({
  name: "removed_etcd",
  summary: "Removes the data and the certificates of etcd.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "- removed_etcd: {}\n",
  build: () =>
    resource({
      id: "data of etcd",
      probes: {
        data: pathState({ path: "/var/lib/etcd/member" }),
        pki: pathState({ path: "/etc/kubernetes/pki/etcd/ca.crt" }),
      },
      plan: ({ data, pki }) => {
        if (data.kind === "absent" && pki.kind === "absent") return satisfied;
        const script = "find /var/lib/etcd/ -xdev -mindepth 1 -delete && rm -rf /etc/kubernetes/pki\n";
        const summary = "remove /var/lib/etcd and its certificates";
        return { kind: "changes", changes: [{ kind: "run", summary, script, timeoutMs: 60_000 }] };
      },
    }),
});

/** A host that holds nothing but etcd is as before; the program stays. */
export function resetEtcdTasks(): RoleTask[] {
  const uses = { etcd: serviceState({ unit: "etcd.service" }) };
  return [
    task(
      "Stop etcd",
      service,
      { name: "etcd", state: "stopped", enabled: false },
      { uses, when: ({ etcd }) => etcd.kind === "unit" },
    ),
    task("Remove what etcd has kept", removedFoldersModule, {}),
  ];
}
