import { cpSync, mkdirSync } from "node:fs";
import { ApiClient } from "../core/api-client.ts";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { textAt } from "../core/json.ts";
import { readAccess } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { imagesOf } from "../core/release.ts";
import { controlPlanePods, manifestFolder, writeManifest } from "./manifests.ts";
import { waitForControlPlane } from "./mark-node.ts";
import { manifestFlag, manifestImage } from "./own-node.ts";
import { renewCertificates } from "./renew-certificates.ts";
import type { ClusterSettings, NodeSettings } from "./settings.ts";

interface ControlPlaneUpgrade {
  readonly cluster: ClusterSettings;
  readonly node: NodeSettings;
  readonly renews: boolean;
  readonly upgradesEtcd: boolean;
}

/** Moves the static pods of this host to another release, one after the other; what was there is kept in /etc/kubernetes/tmp. */
export async function upgradeControlPlane(
  upgrade: ControlPlaneUpgrade,
  middle: () => Promise<void>,
): Promise<void> {
  const { cluster, node } = upgrade;
  print(
    `[upgrade/apply] Upgrading your Static Pod-hosted control plane to version "v${cluster.release.version}" (timeout: 5m0s)...`,
  );
  const stamp = new Date().toISOString().replace(/[T:]/g, "-").replace(/\..*/, "");
  const backup = `/etc/kubernetes/tmp/kubeadm-backup-manifests-${stamp}`;
  mkdirSync(backup, { recursive: true });
  cpSync(manifestFolder, backup, { recursive: true });
  if (upgrade.renews) await renewCertificates(cluster);
  const wantedEtcd = imagesOf(cluster.release, cluster.images).get("etcd") ?? "";
  if (cluster.externalEtcd === null && upgrade.upgradesEtcd && manifestImage("etcd") !== wantedEtcd) {
    print('[upgrade/staticpods] Preparing for "etcd" upgrade');
    const data = `/etc/kubernetes/tmp/kubeadm-backup-etcd-${stamp}`;
    cpSync(cluster.etcdFolder, `${data}/etcd`, { recursive: true });
    writeManifest(
      "etcd",
      cluster,
      node,
      manifestFlag("etcd", "initial-cluster-state") === "" ? "" : manifestFlag("etcd", "initial-cluster"),
    );
    await sleep(1000);
    await waitForControlPlane(node);
  }
  for (const name of controlPlanePods) {
    print(`[upgrade/staticpods] Preparing for "${name}" upgrade`);
    if (name === "kube-controller-manager") await middle();
    writeManifest(name, cluster, node);
    print(
      `[upgrade/staticpods] Moving new manifest to "${manifestFolder}/${name}.yaml" and backing up old manifest to "${backup}/${name}.yaml"`,
    );
    if (name === "kube-apiserver") await waitForVersion(node, cluster.release.version);
    print(`[upgrade/staticpods] Component "${name}" upgraded successfully!`);
  }
  print(`[upgrade] The control plane instance for this node was successfully upgraded!`);
}

async function waitForVersion(node: NodeSettings, version: string): Promise<void> {
  print(
    "[upgrade/staticpods] Waiting for the kubelet to restart the component\n[upgrade/staticpods] This can take up to 5m0s",
  );
  const access = {
    ...readAccess("/etc/kubernetes/admin.conf"),
    server: `https://${node.advertise.includes(":") ? `[${node.advertise}]` : node.advertise}:${node.port}`,
  };
  const api = new ApiClient(access, 3000);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const found = await api.get("/version").catch(() => null);
    if (textAt(found, "gitVersion") === `v${version}`) return waitForControlPlane(node);
    await sleep(200);
  }
  throw new Exit(
    1,
    `couldn't upgrade control plane. kubeadm has tried to recover everything into the earlier state. Errors faced: timed out waiting for the condition`,
  );
}
