import { existsSync } from "node:fs";
import { print } from "../core/print.ts";
import { apiBy } from "./api-by.ts";
import { fillCluster } from "./fill-cluster.ts";
import type { InitWork } from "./init-work.ts";
import { kubeconfigSubjects, writeKubeconfig } from "./kubeconfigs.ts";
import { useLocalApi } from "./local-kubelet.ts";
import { controlPlanePods, writeManifest } from "./manifests.ts";
import { waitForControlPlane } from "./mark-node.ts";
import type { PhaseRunner } from "./phases.ts";
import {
  controlPlaneCertificates,
  makeAuthority,
  makeCertificate,
  makeServiceAccountKey,
  pkiFolder,
} from "./pki.ts";
import {
  announcePull,
  hostFindings,
  imageFindings,
  judge,
  leftoverFindings,
  versionFindings,
} from "./preflight.ts";
import { bindAdmins } from "./rights.ts";
import type { ClusterSettings, NodeSettings } from "./settings.ts";
import {
  kubeletConfiguration,
  restartKubelet,
  stopKubelet,
  waitForKubelet,
  writeKubeletFiles,
} from "./start-kubelet.ts";
/** Runs the phases of init; all, or those that the runner wants. */
export async function runInit(work: InitWork, runner: PhaseRunner): Promise<void> {
  await makeFiles(work, runner);
  await startUp(work, runner);
  await fillCluster(work, runner);
}

async function makeFiles({ node, cluster, own, ignored }: InitWork, runner: PhaseRunner): Promise<void> {
  await runner.run("preflight", async (middle) => {
    print("[preflight] Running pre-flight checks");
    const etcd = cluster.externalEtcd === null ? cluster.etcdFolder : null;
    const findings = [
      ...(await hostFindings(node, true, cluster.release.minor)),
      ...leftoverFindings("init", etcd),
      ...(await versionFindings(cluster, own)),
    ];
    judge(findings, ignored);
    await middle();
    announcePull();
    if (node.pullImages) judge(await imageFindings(cluster, node), ignored);
  });
  await runner.run("certs", async (middle) => {
    print(`[certs] Using certificateDir folder "${pkiFolder}"`);
    await Promise.all([
      makeAuthority(`${pkiFolder}/ca`, "kubernetes", cluster.algorithm),
      makeAuthority(`${pkiFolder}/front-proxy-ca`, "front-proxy-ca", cluster.algorithm),
      ...(cluster.externalEtcd === null
        ? [makeAuthority(`${pkiFolder}/etcd/ca`, "etcd-ca", cluster.algorithm)]
        : []),
    ]);
    await middle();
    await makeOwnCertificates(cluster, node);
    await makeServiceAccountKey();
  });
  await runner.run("kubeconfig", async (middle) => {
    print('[kubeconfig] Using kubeconfig folder "/etc/kubernetes"');
    const [first = "", ...others] = kubeconfigSubjects(cluster, node).keys();
    for (const file of [first, ...others]) print(`[kubeconfig] Writing "${file}" kubeconfig file`);
    await writeKubeconfig(first, cluster, node);
    await middle();
    await Promise.all(others.map((file) => writeKubeconfig(file, cluster, node)));
    if (cluster.release.minor >= 33) useLocalApi(node);
  });
}

/** The certificates of this control plane that are not there yet. */
export async function makeOwnCertificates(cluster: ClusterSettings, node: NodeSettings): Promise<void> {
  const wanted = [...controlPlaneCertificates(cluster, node)];
  for (const [path] of wanted) print(`[certs] Generating "${path}" certificate and key`);
  await Promise.all(
    wanted.map(([path, { authority, certificate }]) =>
      makeCertificate(`${pkiFolder}/${path}`, `${pkiFolder}/${authority}`, certificate, {
        algorithm: cluster.algorithm,
      }),
    ),
  );
}

async function startUp({ documents, node, cluster }: InitWork, runner: PhaseRunner): Promise<void> {
  if (cluster.externalEtcd === null) {
    await runner.run("etcd", async (middle) => {
      print('[etcd] Creating static Pod manifest for local etcd in "/etc/kubernetes/manifests"');
      await middle();
      writeManifest("etcd", cluster, node);
    });
  }
  await runner.run("control-plane", async (middle) => {
    print('[control-plane] Using manifest folder "/etc/kubernetes/manifests"');
    for (const name of controlPlanePods) {
      print(`[control-plane] Creating static Pod manifest for "${name}"`);
      if (name === "kube-controller-manager") await middle();
      writeManifest(name, cluster, node);
    }
  });
  await runner.run("kubelet-start", async (middle) => {
    await stopKubelet();
    await middle();
    writeKubeletFiles(
      kubeletConfiguration(cluster, documents.get("KubeletConfiguration") ?? {}),
      cluster,
      node,
    );
    await restartKubelet();
  });
  await runner.run("wait-control-plane", async (middle) => {
    print(
      '[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from directory "/etc/kubernetes/manifests"',
    );
    await waitForKubelet();
    await middle();
    await waitForControlPlane(node);
    if (existsSync("/etc/kubernetes/super-admin.conf")) await bindAdmins(apiBy("super-admin.conf"));
  });
}
