import { existsSync, mkdirSync, unlinkSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { ApiClient } from "../core/api-client.ts";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, fieldsAt, isFields, type Json, listAt, textAt } from "../core/json.ts";
import { renderKubeconfig } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { parseRelease, type Release } from "../core/release.ts";
import { apiBy } from "./api-by.ts";
import { discover } from "./discover.ts";
import { joinEtcd } from "./join-etcd.ts";
import type { Found, JoinWork } from "./join-work.ts";
import { annotate, markControlPlane, waitForControlPlane, waitForNode } from "./mark-node.ts";
import type { PhaseRunner } from "./phases.ts";
import { pkiFolder } from "./pki.ts";
import {
  announcePull,
  hostFindings,
  imageFindings,
  judge,
  leftoverFindings,
  versionFindings,
} from "./preflight.ts";
import { prepareControlPlane } from "./prepare-control-plane.ts";
import { clusterSettings, hostPort, type NodeSettings, nodeSettings } from "./settings.ts";
import { restartKubelet, stopKubelet, waitForKubelet, writeKubeletFiles } from "./start-kubelet.ts";

/** Joins this host, as a worker or as a control plane. */
export async function runJoin(
  join: Fields,
  own: string,
  ignored: readonly string[],
  runner: PhaseRunner,
): Promise<void> {
  const isControlPlane = isFields(join.controlPlane);
  const node = nodeSettings(join, ["controlPlane", "localAPIEndpoint"]);
  const work: JoinWork = { join, node, isControlPlane, own, ignored: [...ignored, ...node.ignored] };
  const found = await preflight(work, runner);
  if (isControlPlane) await prepareControlPlane(work, found, runner);
  await startKubelet(work, found, runner);
  if (isControlPlane) await joinControlPlane(work, found, runner);
  if (!isControlPlane)
    print(
      "\nThis node has joined the cluster:\n* Certificate signing request was sent to apiserver and a response was received.\n* The Kubelet was informed of the new secure connection details.\n\nRun 'kubectl get nodes' on the control-plane to see this node join the cluster.\n",
    );
  else
    print(
      "\nThis node has joined the cluster and a new control plane instance was created:\n\n* Certificate signing request was sent to apiserver and approval was received.\n",
    );
}

async function preflight(work: JoinWork, runner: PhaseRunner): Promise<Found> {
  let found: Found | null = null;
  const kind = work.isControlPlane ? "control-plane" : "worker";
  await runner.run("preflight", async (middle) => {
    print("[preflight] Running pre-flight checks");
    judge(
      [
        ...(await hostFindings(work.node, work.isControlPlane, releaseOf(work.own).minor)),
        ...leftoverFindings(kind, work.isControlPlane ? "/var/lib/etcd" : null),
      ],
      work.ignored,
    );
    found = await learn(work);
    await middle();
    judge(await versionFindings(found.cluster, work.own), work.ignored);
    if (!work.isControlPlane) return;
    if (found.cluster.endpoint === "") {
      throw new Exit(
        1,
        "One or more conditions for hosting a new control plane instance is not satisfied.\n\nunable to add a new control plane instance to a cluster that doesn't have a stable controlPlaneEndpoint address\n\nPlease ensure that:\n* The cluster has a stable controlPlaneEndpoint address.\n* The certificates that must be shared among control plane instances are provided.\n",
      );
    }
    announcePull();
    if (work.node.pullImages) judge(await imageFindings(found.cluster, work.node), work.ignored);
  });
  return found ?? (await learn(work));
}

async function learn({ join, own }: JoinWork): Promise<Found> {
  const discovered = await discover(join);
  const access = {
    server: discovered.server,
    ca: discovered.ca,
    cert: undefined,
    key: undefined,
    token: discovered.token,
  };
  const api = new ApiClient(access, 10_000);
  print(
    '[preflight] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...',
  );
  const [cluster, kubelet] = await Promise.all([
    readConfigMap(api, "kubeadm-config", "ClusterConfiguration"),
    readConfigMap(api, "kubelet-config", "kubelet"),
  ]);
  return { discovered, api, kubelet, cluster: clusterSettings(cluster, releaseOf(own)) };
}

/** The YAML in a ConfigMap of kube-system. */
export async function readConfigMap(api: ApiClient, name: string, key: string): Promise<Fields> {
  const found = await api.get(`/api/v1/namespaces/kube-system/configmaps/${name}`);
  const value: Json = parse(textAt(found, "data", key));
  return fieldsAt(value);
}

/** The release of a version that this program was called as. */
export function releaseOf(version: string): Release {
  const release = parseRelease(version);
  if (release === null) throw new Exit(2, `no version of Kubernetes: ${version}`);
  return release;
}

const bootstrap = "/etc/kubernetes/bootstrap-kubelet.conf";

/** From 1.33 on a control plane's kubelet boots by its own API server, and so after the etcd member has joined. */
function isLocalMode(work: JoinWork, { cluster }: Found): boolean {
  return work.isControlPlane && cluster.release.minor >= 33;
}

async function startKubelet(work: JoinWork, found: Found, runner: PhaseRunner): Promise<void> {
  const { node } = work;
  await runner.run("kubelet-start", async (middle) => {
    await refuseTakenName(found.api, node.name);
    await stopKubelet();
    writeBootstrap(work, found);
    await middle();
    writeKubeletFiles(found.kubelet, found.cluster, node, !work.isControlPlane);
    await restartKubelet();
    await waitForKubelet();
    if (!isLocalMode(work, found)) await finishBootstrap(node);
  });
  if (!isLocalMode(work, found)) return;
  if (found.cluster.externalEtcd === null)
    await runner.run("etcd-join", (middle) => joinEtcd(found.cluster, node, middle));
  await runner.run("kubelet-wait-bootstrap", async (middle) => {
    await middle();
    await finishBootstrap(node);
  });
}

async function refuseTakenName(api: ApiClient, name: string): Promise<void> {
  const existing = await api.find(`/api/v1/nodes/${name}`);
  const ready = listAt(existing, "status", "conditions").find((one) => textAt(one, "type") === "Ready");
  if (textAt(ready, "status") !== "True") return;
  throw new Exit(
    1,
    `a Node with name ${JSON.stringify(name)} and status "Ready" already exists in the cluster. You must delete the existing Node or change the name of this new joining Node`,
  );
}

function writeBootstrap(work: JoinWork, found: Found): void {
  const { ca, token } = found.discovered;
  const server = isLocalMode(work, found)
    ? `https://${hostPort(work.node.advertise, work.node.port)}`
    : found.discovered.server;
  mkdirSync(pkiFolder, { recursive: true });
  const text = renderKubeconfig({
    cluster: found.cluster.name,
    user: "tls-bootstrap-token-user",
    server,
    ca,
    credentials: { token },
  });
  writeFileSync(bootstrap, text, { mode: 0o600 });
  if (!existsSync(`${pkiFolder}/ca.crt`)) writeFileSync(`${pkiFolder}/ca.crt`, ca);
  mkdirSync("/etc/kubernetes/manifests", { recursive: true });
}

async function finishBootstrap(node: NodeSettings): Promise<void> {
  await waitForBootstrap();
  unlinkSync(bootstrap);
  const own = apiBy("kubelet.conf");
  await waitForNode(own, node.name);
  await annotate(own, node);
}

/** kubeadm waits 5 minutes for kubelet.conf, this two. */
async function waitForBootstrap(): Promise<void> {
  print("[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap");
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (existsSync("/etc/kubernetes/kubelet.conf")) return;
    await sleep(200);
  }
  throw new Exit(
    1,
    "timed out waiting for the kubelet to perform the TLS Bootstrap: stat /etc/kubernetes/kubelet.conf: no such file or directory",
  );
}

async function joinControlPlane(work: JoinWork, found: Found, runner: PhaseRunner): Promise<void> {
  const { node } = work;
  const { cluster } = found;
  if (cluster.externalEtcd === null && !isLocalMode(work, found)) {
    await runner.run("control-plane-join/etcd", (middle) => joinEtcd(cluster, node, middle));
  }
  await runner.run("control-plane-join/mark-control-plane", async (middle) => {
    await markControlPlane(apiBy("admin.conf"), node, middle);
  });
  await runner.run("wait-control-plane", async (middle) => {
    await middle();
    await waitForControlPlane(node);
  });
}
