import { existsSync } from "node:fs";
import type { ApiClient } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import type { ParsedFlags } from "../core/flags.ts";
import { type Fields, fieldsAt, listAt, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { parseRelease, type Release } from "../core/release.ts";
import { addCoreDns, addKubeProxy } from "./addons.ts";
import { apiBy } from "./api-by.ts";
import { type ClusterFacts, healthFindings, learn, refuseSkew, targetOf } from "./cluster-facts.ts";
import { readConfigFile } from "./config-file.ts";
import { readConfigMap, releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { useLocalApi } from "./local-kubelet.ts";
import { isControlPlane, ownNode } from "./own-node.ts";
import { PhaseRunner } from "./phases.ts";
import { imageFindings, judge } from "./preflight.ts";
import { bindBootstrappers } from "./rights.ts";
import { type ClusterSettings, clusterSettings } from "./settings.ts";
import { keptKubeletArguments, writeKubeletFiles } from "./start-kubelet.ts";
import { upgradeControlPlane } from "./upgrade-control-plane.ts";
import { uploadClusterConfiguration } from "./uploads.ts";

/** `kubeadm upgrade apply VERSION`: on the first control plane. */
export async function upgradeApply(call: Call): Promise<void> {
  const { flags } = call;
  const document = upgradeDocument(call);
  const apply = fieldsAt(document, "apply");
  const facts = await learn(call);
  const target = targetOf(call, facts, null, textAt(apply, "kubernetesVersion"));
  const isForced = flags.isSet("force") || textAt(apply, "forceUpgrade") === "true";
  const cluster = { ...clusterSettings(facts.document, target), release: target };
  const runner = new PhaseRunner("kubeadm upgrade apply", [
    ...flags.list("skip-phases"),
    ...listAt(apply, "skipPhases").map(String),
  ]);
  await runner.run("preflight", async (middle) => {
    print("[preflight] Running pre-flight checks.\n[upgrade] Running cluster health checks");
    if (!isControlPlane())
      throw new Exit(
        1,
        "this command should be executed on a control plane node: couldn't find the static pod manifests",
      );
    refuseSkew(target, call, facts, isForced);
    judge(healthFindings(facts), ignoredOf(flags, apply));
    await middle();
    if (!flags.isSet("yes") && !isForced && !flags.isSet("dry-run"))
      throw new Exit(
        1,
        "[upgrade] Are you sure you want to proceed? [y/N]: won't proceed; the user didn't answer (Y|y) in order to continue",
      );
    judge(await imageFindings(cluster, ownNode()), ignoredOf(flags, apply));
  });
  if (flags.isSet("dry-run") || textAt(apply, "dryRun") === "true")
    return print("[upgrade/successful] Finished dryrunning successfully!");
  await runUpgrade(call, runner, { cluster, facts, isFirst: true, options: apply });
  print(
    `\n[upgrade] SUCCESS! A control plane node of your cluster was upgraded to "v${target.version}".\n\n[upgrade] Now please proceed with upgrading the rest of the nodes by following the right order.`,
  );
}

/** `kubeadm upgrade node`: on all others, after the first. */
export async function upgradeNode(call: Call): Promise<void> {
  const options = fieldsAt(upgradeDocument(call), "node");
  const facts = await learn(call, "/etc/kubernetes/kubelet.conf");
  const target = parseRelease(facts.version);
  if (target === null) throw new Exit(1, `the cluster has no version: ${facts.version}`);
  const cluster = { ...clusterSettings(facts.document, target), release: target };
  const runner = new PhaseRunner("kubeadm upgrade node", [
    ...call.flags.list("skip-phases"),
    ...listAt(options, "skipPhases").map(String),
  ]);
  await runner.run("preflight", async (middle) => {
    print("[preflight] Running pre-flight checks");
    const own = releaseOf(call.version);
    if (own.minor < target.minor)
      throw new Exit(
        1,
        `this version of kubeadm only supports deploying clusters with the control plane version <= ${own.version}. Current version: v${target.version}`,
      );
    await middle();
    if (isControlPlane()) judge(await imageFindings(cluster, ownNode()), ignoredOf(call.flags, options));
  });
  if (call.flags.isSet("dry-run")) return print("[upgrade/successful] Finished dryrunning successfully!");
  await runUpgrade(call, runner, { cluster, facts, isFirst: false, options });
  print(
    "[upgrade] The configuration for this node was successfully upgraded!\n[upgrade] Now you should go ahead and upgrade the kubelet package using your package manager.",
  );
}

interface Upgrade {
  readonly cluster: ClusterSettings;
  readonly facts: ClusterFacts;
  readonly isFirst: boolean;
  readonly options: Fields;
}

async function runUpgrade(
  call: Call,
  runner: PhaseRunner,
  { cluster, facts, isFirst, options }: Upgrade,
): Promise<void> {
  const wants = (name: string, field: string): boolean =>
    (call.flags.text(name) ?? (textAt(options, field) || "true")) !== "false";
  const node = ownNode();
  if (isControlPlane()) {
    await runner.run("control-plane", (middle) =>
      upgradeControlPlane(
        {
          cluster,
          node,
          renews: wants("certificate-renewal", "certificateRenewal"),
          upgradesEtcd: wants("etcd-upgrade", "etcdUpgrade"),
        },
        middle,
      ),
    );
  }
  const admin = isControlPlane() ? apiBy("admin.conf") : facts.api;
  const kubelet = await readConfigMap(admin, "kubelet-config", "kubelet");
  if (isFirst) {
    await runner.run("upload-config", async (middle) => {
      await middle();
      await uploadClusterConfiguration(admin, {
        ...cluster,
        document: { ...cluster.document, kubernetesVersion: `v${cluster.release.version}` },
      });
    });
  }
  await runner.run("kubelet-config", async (middle) => {
    print("[upgrade/kubelet-config] The kubelet configuration for this node was successfully upgraded!");
    await middle();
    writeKubeletFiles(kubelet, cluster, { ...node, kubeletArguments: keptKubeletArguments() });
  });
  if (isControlPlane() && cluster.release.minor >= 33) useLocalApi(node);
  if (isFirst)
    await runner.run("bootstrap-token", async (middle) => {
      await middle();
      await bindBootstrappers(admin);
    });
  await runner.run("addon", async (middle) => {
    await middle();
    if (!isControlPlane()) return;
    const behind = await controlPlanesBehind(admin, cluster.release);
    if (behind.length > 0)
      return print(
        `[upgrade/addon] Skipping upgrade of addons because control plane instances [${behind.join(" ")}] have not been upgraded`,
      );
    if (cluster.hasDns && existsSync("/etc/kubernetes/admin.conf")) await addCoreDns(admin, cluster);
    if (cluster.hasProxy) await addKubeProxy(admin, cluster, node, {});
  });
  await runner.run("post-upgrade", (middle) => middle());
}

async function controlPlanesBehind(api: ApiClient, release: Release): Promise<string[]> {
  const pods = await api.get("/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver");
  const own = ownNode().name;
  return listAt(pods, "items")
    .filter(
      (pod) =>
        textAt(pod, "spec", "nodeName") !== own &&
        !textAt(pod, "spec", "containers", 0, "image").endsWith(`:v${release.version}`),
    )
    .map((pod) => textAt(pod, "spec", "nodeName"));
}

function ignoredOf(flags: ParsedFlags, document: Fields): readonly string[] {
  return [...flags.list("ignore-preflight-errors"), ...listAt(document, "ignorePreflightErrors").map(String)];
}

function upgradeDocument({ version, flags }: Call): Fields {
  const path = flags.text("config");
  if (path === undefined) return {};
  const document = readConfigFile(path, releaseOf(version)).get("UpgradeConfiguration");
  if (document === undefined)
    throw new Exit(1, `no UpgradeConfiguration found in config file ${JSON.stringify(path)}`);
  return document;
}
