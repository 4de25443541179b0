import { readFileSync } from "node:fs";
import type { ApiClient } from "../core/api-client.ts";
import { parseDuration } from "../core/duration.ts";
import { type Json, listAt, textAt } from "../core/json.ts";
import { renderKubeconfig } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { addCoreDns, addKubeProxy } from "./addons.ts";
import { apiBy } from "./api-by.ts";
import { createToken } from "./bootstrap-tokens.ts";
import { caHash } from "./ca-hash.ts";
import { finalizeKubelet } from "./finalize-kubelet.ts";
import type { InitWork } from "./init-work.ts";
import { markControlPlane } from "./mark-node.ts";
import type { PhaseRunner } from "./phases.ts";
import { pkiFolder } from "./pki.ts";
import { bindBootstrappers, publishClusterInfo } from "./rights.ts";
import { serverOf } from "./settings.ts";
import { kubeletConfiguration } from "./start-kubelet.ts";
import * as uploads from "./uploads.ts";

/** The phases of init for which there has to be an API server. */
export async function fillCluster(work: InitWork, runner: PhaseRunner): Promise<void> {
  const { documents, init, node, cluster } = work;
  await runner.run("upload-config", async (middle) => {
    print(
      '[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace',
    );
    await uploads.uploadClusterConfiguration(apiBy("admin.conf"), cluster);
    await middle();
    print(
      '[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster',
    );
    await uploads.uploadKubeletConfiguration(
      apiBy("admin.conf"),
      kubeletConfiguration(cluster, documents.get("KubeletConfiguration") ?? {}),
    );
  });
  await runner.run("upload-certs", async (middle) => {
    if (!work.uploadsCertificates) {
      await middle();
      print("[upload-certs] Skipping phase. Please see --upload-certs");
      return;
    }
    print('[upload-certs] Storing the certificates in Secret "kubeadm-certs" in the "kube-system" Namespace');
    await middle();
    await uploads.uploadCertificates(apiBy("admin.conf"), work.certificateKey, cluster);
    if (work.printsKey) print(`[upload-certs] Using certificate key:\n${work.certificateKey}`);
  });
  await runner.run("mark-control-plane", async (middle) => {
    await markControlPlane(apiBy("admin.conf"), node, middle);
  });
  const tokens: string[] = [];
  await runner.run("bootstrap-token", async (middle) => {
    const api = apiBy("admin.conf");
    if (work.printsToken) print("[bootstrap-token] Using token: …");
    print("[bootstrap-token] Configuring bootstrap tokens, cluster-info ConfigMap, RBAC Roles");
    const wishes = listAt(init, "bootstrapTokens");
    for (const wish of wishes.length > 0 ? wishes : [{}]) tokens.push(await makeInitToken(api, wish));
    await middle();
    await bindBootstrappers(api);
    print('[bootstrap-token] Creating the "cluster-info" ConfigMap in the "kube-public" namespace');
    const ca = readFileSync(`${pkiFolder}/ca.crt`, "utf8");
    const kubeconfig = renderKubeconfig({
      cluster: "",
      user: "",
      server: serverOf(cluster, node),
      ca,
      credentials: {},
    });
    await publishClusterInfo(api, kubeconfig);
  });
  await runner.run("kubelet-finalize", async (middle) => {
    await middle();
    await finalizeKubelet();
  });
  await addAddons(work, runner);
  await runner.run("show-join-command", async (middle) => {
    await middle();
    showJoinCommand(work, tokens[0] ?? "");
  });
}

async function addAddons({ documents, node, cluster }: InitWork, runner: PhaseRunner): Promise<void> {
  if (cluster.hasDns) {
    await runner.run("addon/coredns", async (middle) => {
      await middle();
      await addCoreDns(apiBy("admin.conf"), cluster);
    });
  }
  if (cluster.hasProxy) {
    await runner.run("addon/kube-proxy", async (middle) => {
      await middle();
      await addKubeProxy(apiBy("admin.conf"), cluster, node, documents.get("KubeProxyConfiguration") ?? {});
    });
  }
}

function makeInitToken(api: ApiClient, wish: Json): Promise<string> {
  const groups = listAt(wish, "groups").map(String);
  const usages = listAt(wish, "usages").map(String);
  const token = textAt(wish, "token");
  return createToken(api, {
    ...(token === "" ? {} : { token }),
    ttlMs: parseDuration(textAt(wish, "ttl") || "24h") ?? 86_400_000,
    usages: usages.length > 0 ? usages : ["authentication", "signing"],
    groups: groups.length > 0 ? groups : ["system:bootstrappers:kubeadm:default-node-token"],
    description: textAt(wish, "description"),
  });
}

function showJoinCommand(work: InitWork, token: string): void {
  const server = serverOf(work.cluster, work.node).replace("https://", "");
  const shown = work.printsToken ? token : "<value withheld>";
  print("\nYour Kubernetes control-plane has initialized successfully!\n");
  print("To start using your cluster, you need to run the following as a regular user:\n");
  print(
    "  mkdir -p $HOME/.kube\n  sudo cp -i /etc/kubernetes/admin.conf $HOME/.kube/config\n  sudo chown $(id -u):$(id -g) $HOME/.kube/config\n",
  );
  print("Then you can join any number of worker nodes by running the following on each as root:\n");
  print(`kubeadm join ${server} --token ${shown} \\\n\t--discovery-token-ca-cert-hash ${caHash()}`);
}
