import { existsSync } from "node:fs";
import { Exit } from "../core/exit.ts";
import { textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { makeOwnCertificates } from "./init.ts";
import type { Found, JoinWork } from "./join-work.ts";
import { writeKubeconfig } from "./kubeconfigs.ts";
import { controlPlanePods, writeManifest } from "./manifests.ts";
import type { PhaseRunner } from "./phases.ts";
import { makeServiceAccountKey, pkiFolder } from "./pki.ts";
import { downloadCertificates } from "./uploads.ts";

/** The phase control-plane-prepare: certificates, kubeconfigs and static pods but etcd. */
export async function prepareControlPlane(
  { join, node }: JoinWork,
  { api, cluster }: Found,
  runner: PhaseRunner,
): Promise<void> {
  await runner.run("control-plane-prepare/download-certs", async (middle) => {
    const key = textAt(join, "controlPlane", "certificateKey");
    await middle();
    if (key !== "") {
      print(
        '[download-certs] Downloading the certificates in Secret "kubeadm-certs" in the "kube-system" Namespace',
      );
      await downloadCertificates(api, key, cluster);
    }
    const shared = [
      "ca.crt",
      "ca.key",
      "sa.key",
      "front-proxy-ca.crt",
      ...(cluster.externalEtcd === null ? ["etcd/ca.crt"] : []),
    ];
    const missing = shared.filter((file) => !existsSync(`${pkiFolder}/${file}`));
    if (missing.length > 0) {
      const list = missing.map(
        (file) =>
          `failure loading certificate: couldn't load the certificate file ${pkiFolder}/${file}: open ${pkiFolder}/${file}: no such file or directory`,
      );
      throw new Exit(
        1,
        `\nOne or more conditions for hosting a new control plane instance is not satisfied.\n\n[${list.join(", ")}]\n\nPlease ensure that:\n* The cluster has a stable controlPlaneEndpoint address.\n* The certificates that must be shared among control plane instances are provided.\n`,
      );
    }
  });
  await runner.run("control-plane-prepare/certs", async (middle) => {
    print(`[certs] Using certificateDir folder "${pkiFolder}"`);
    await makeServiceAccountKey();
    await middle();
    await makeOwnCertificates(cluster, node);
  });
  await runner.run("control-plane-prepare/kubeconfig", async (middle) => {
    await writeKubeconfig("admin.conf", cluster, node);
    await middle();
    await Promise.all(
      ["controller-manager.conf", "scheduler.conf"].map((file) => writeKubeconfig(file, cluster, node)),
    );
  });
  await runner.run("control-plane-prepare/control-plane", async (middle) => {
    for (const name of controlPlanePods) {
      if (name === "kube-controller-manager") await middle();
      writeManifest(name, cluster, node);
    }
  });
}
