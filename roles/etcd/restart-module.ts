import { defineModule } from "../../src/resources/module.ts";
import { resource } from "../../src/resources/resource.ts";
import { serviceState } from "../../src/resources/service-probe.ts";
import { etcdctl } from "./etcd-cluster.ts";
import { waitForHealth } from "./start-script.ts";

/** Restarts a member; one that was well must be well again before the next may follow. */
export const restartEtcdModule = defineModule({
  name: "etcd_restarted",
  summary: "Restarts etcd, and waits until it is as well as before.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "- name: Restart etcd\n  etcd_restarted: {}\n",
  build: () =>
    resource({
      id: "service etcd.service",
      probes: { service: serviceState({ unit: "etcd.service" }) },
      plan: () => {
        const summary = "systemctl restart etcd";
        const afterUndo = "systemctl daemon-reload && systemctl try-restart etcd\n";
        return {
          kind: "changes",
          changes: [{ kind: "run", summary, script: restartScript, afterUndo, timeoutMs: 180_000 }],
        };
      },
      verify: ({ service }) =>
        service.kind === "unit" && service.active === "active"
          ? null
          : "etcd was restarted, but does not run",
    }),
});

const restartScript = `lab_was_well=no
if ${etcdctl} --endpoints=https://127.0.0.1:2379 endpoint health >/dev/null 2>&1; then lab_was_well=yes; fi
systemctl daemon-reload
systemctl restart etcd || exit 1
if [ "$lab_was_well" = no ]; then exit 0; fi
${waitForHealth(90)}`;
