import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { sleep } from "../core/duration.ts";
import { type Json, listAt } from "../core/json.ts";
import { warn } from "../core/print.ts";
import { removeExpiredTokens, signRequests } from "./control-certificates.ts";
import { controlNodes } from "./control-nodes.ts";
import { controlWorkloads } from "./control-workloads.ts";
import type { EtcdStore } from "./etcd-store.ts";
import type { Routes } from "./routes.ts";

const folder = "/etc/kubernetes/manifests";

/**
 * Starts the loops that bring the cluster to what its objects want: after each change, and every two seconds. There is no
 * leader: each step is a compare-and-swap, and names are derived, so that two control planes may do the same.
 */
export function startControllers(store: EtcdStore, routes: Routes): void {
  let isDue = true;
  void (async () => {
    for (;;) {
      await store.watch((change) => {
        routes.tell(change);
        if (!change.key.startsWith("/registry/leases/")) isDue = true;
      });
      await sleep(300);
    }
  })();
  setInterval(() => {
    isDue = true;
  }, 2000);
  void (async () => {
    for (;;) {
      await sleep(60);
      if (!isDue) continue;
      isDue = false;
      await control(store).catch((error: unknown) => warn(`controllers: ${String(error)}`));
    }
  })();
}

async function control(store: EtcdStore): Promise<void> {
  const manager = staticPodFlags("kube-controller-manager");
  if (manager !== null) {
    await signRequests(
      store,
      manager.get("cluster-signing-cert-file") ?? "",
      manager.get("cluster-signing-key-file") ?? "",
    );
    await removeExpiredTokens(store);
    await controlNodes(store, { clusterCidr: manager.get("cluster-cidr") ?? "", masks: manager });
  }
  await controlWorkloads(store, {
    managed: manager !== null,
    scheduled: staticPodFlags("kube-scheduler") !== null,
  });
}

/** The flags of a static pod's command; null where its manifest is not there. */
export function staticPodFlags(name: string): ReadonlyMap<string, string> | null {
  const path = `${folder}/${name}.yaml`;
  if (!existsSync(path)) return null;
  const manifest: Json = parse(readFileSync(path, "utf8"));
  const words = listAt(manifest, "spec", "containers", 0, "command").map(String);
  return new Map(
    words.slice(1).map((word) => {
      const [flag = "", value = "true"] = word.replace(/^--/, "").split(/=(.*)/s);
      return [flag, value] as const;
    }),
  );
}
