import { textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { companionsOf, compareReleases } from "../core/release.ts";
import { learn, targetOf } from "./cluster-facts.ts";
import { releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { manifestImage } from "./own-node.ts";

/** `kubeadm upgrade plan [VERSION]`. */
export async function upgradePlan(call: Call): Promise<void> {
  const facts = await learn(call);
  const target = targetOf(call, facts, releaseOf(call.version));
  const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"].map(
    (name) => ({ name, currentVersion: `v${facts.version}`, newVersion: `v${target.version}` }),
  );
  const others = [
    {
      name: "CoreDNS",
      currentVersion: companionsOf(releaseOf(facts.version)).coredns,
      newVersion: companionsOf(target).coredns,
    },
    {
      name: "etcd",
      currentVersion: companionsOf(releaseOf(facts.version)).etcd,
      newVersion: companionsOf(target).etcd,
    },
  ];
  const isCurrent = compareReleases(facts.version, target.version) >= 0;
  if (call.flags.text("output") === "json") {
    const availableUpgrades = isCurrent
      ? []
      : [{ description: `version in the v1.${target.minor} series`, components: [...components, ...others] }];
    return print(
      JSON.stringify(
        {
          kind: "UpgradePlan",
          apiVersion: "output.kubeadm.k8s.io/v1alpha3",
          availableUpgrades,
          configVersions: [],
        },
        null,
        4,
      ),
    );
  }
  print(
    '[preflight] Running pre-flight checks.\n[upgrade/config] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...',
  );
  print(
    `[upgrade/versions] Cluster version: ${facts.version}\n[upgrade/versions] kubeadm version: v${call.version}`,
  );
  if (isCurrent) return print("Awesome, you're up-to-date! Enjoy!");
  print(
    "Components that must be upgraded manually after you have upgraded the control plane with 'kubeadm upgrade apply':\nCOMPONENT   NODE   CURRENT   TARGET",
  );
  for (const node of facts.nodes)
    print(
      `kubelet     ${textAt(node, "metadata", "name")}   ${textAt(node, "status", "nodeInfo", "kubeletVersion")}   v${target.version}`,
    );
  print("\nUpgrade to the latest stable version:\n\nCOMPONENT   NODE   CURRENT   TARGET");
  for (const { name, currentVersion, newVersion } of [...components, ...others])
    print(`${name}   ${currentVersion}   ${newVersion}`);
  print(
    `\nYou can now apply the upgrade by executing the following command:\n\n\tkubeadm upgrade apply v${target.version}\n`,
  );
}

/** `kubeadm upgrade diff`. */
export async function upgradeDiff(call: Call): Promise<void> {
  const facts = await learn(call);
  const target = targetOf(call, facts, releaseOf(call.version));
  for (const name of ["kube-apiserver", "kube-controller-manager", "kube-scheduler"]) {
    const image = manifestImage(name);
    const next = image.replace(/:v.*/, `:v${target.version}`);
    if (image !== next)
      print(
        `--- /etc/kubernetes/manifests/${name}.yaml\n+++ new manifest\n-    image: ${image}\n+    image: ${next}`,
      );
  }
}
