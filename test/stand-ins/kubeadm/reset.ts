import { existsSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { Exit } from "../core/exit.ts";
import { textAt } from "../core/json.ts";
import { print, warn } from "../core/print.ts";
import { stopAllUnits } from "../kubelet/static-units.ts";
import { hastyApiBy } from "./api-by.ts";
import { readConfigFile } from "./config-file.ts";
import { listMembers, removeMember } from "./etcd-members.ts";
import { containerdImages, onHost } from "./host.ts";
import { releaseOf } from "./join.ts";
import { etcdEndpoints } from "./join-etcd.ts";
import type { Call } from "./kubeadm.ts";
import { PhaseRunner } from "./phases.ts";

const filesOfKubeadm = [
  "admin.conf",
  "super-admin.conf",
  "kubelet.conf",
  "bootstrap-kubelet.conf",
  "controller-manager.conf",
  "scheduler.conf",
];

const hint = `
The reset process does not perform cleanup of CNI plugin configuration,
network filtering rules and kubeconfig files.

For information on how to perform this cleanup manually, please see:
    https://k8s.io/docs/reference/setup-tools/kubeadm/kubeadm-reset/
`;

/** `kubeadm reset`: leaves CNI configuration, links, rules and users' kubeconfigs, as the real one. */
export async function reset({ version, flags }: Call): Promise<void> {
  const path = flags.text("config");
  const document =
    path === undefined ? {} : readConfigFile(path, releaseOf(version)).get("ResetConfiguration");
  if (document === undefined) throw new Exit(1, `no ResetConfiguration found in ${path}`);
  const isForced = flags.isSet("force") || textAt(document, "force") === "true";
  const socket =
    flags.text("cri-socket") ?? (textAt(document, "criSocket") || "unix:///run/containerd/containerd.sock");
  const skipped = [
    ...flags.list("skip-phases"),
    ...(Array.isArray(document.skipPhases) ? document.skipPhases.map(String) : []),
  ];
  const runner = new PhaseRunner("kubeadm reset", skipped);
  await runner.run("preflight", async (middle) => {
    print("[preflight] Running pre-flight checks");
    if (!isForced) {
      warn(
        "W reset.go:143] [reset] WARNING: Changes made to this host by 'kubeadm init' or 'kubeadm join' will be reverted.\n[reset] Are you sure you want to proceed? [y/N]: ",
      );
      throw new Exit(1, "aborted reset operation");
    }
    await middle();
  });
  await runner.run("remove-etcd-member", async (middle) => {
    await removeOwnMember(middle);
  });
  await runner.run("cleanup-node", async (middle) => {
    print("[reset] Stopping the kubelet service");
    await onHost("systemctl", ["stop", "kubelet"], 60_000);
    if ((await containerdImages(socket)) === null)
      warn(
        "W cleanupnode.go:102] [reset] Failed to remove containers: failed to create new CRI runtime service",
      );
    await stopAllUnits();
    rmSync("/run/lab-stand-ins/static-pods.json", { force: true });
    print('[reset] Unmounting mounted directories in "/var/lib/kubelet"');
    print(
      "[reset] Deleting contents of directories: [/etc/kubernetes/manifests /var/lib/kubelet /etc/kubernetes/pki]",
    );
    for (const folder of ["/etc/kubernetes/manifests", "/var/lib/kubelet", "/etc/kubernetes/pki"])
      empty(folder);
    await middle();
    print(`[reset] Deleting files: [${filesOfKubeadm.map((file) => `/etc/kubernetes/${file}`).join(" ")}]`);
    for (const file of filesOfKubeadm) rmSync(`/etc/kubernetes/${file}`, { force: true });
  });
  print(hint);
}

/** Only a control plane with a stacked etcd has a member to remove, and its data. */
async function removeOwnMember(middle: () => Promise<void>): Promise<void> {
  if (!existsSync("/etc/kubernetes/manifests/etcd.yaml")) {
    await middle();
    print(
      "[reset] No etcd config found. Assuming external etcd\n[reset] Please, manually reset etcd to prevent further issues",
    );
    return;
  }
  try {
    const name = hostname().toLowerCase();
    const others = await etcdEndpoints(hastyApiBy("admin.conf"), name);
    const members = await listMembers(["https://127.0.0.1:2379"]);
    const own = members.find((member) => member.name === name);
    await middle();
    if (own !== undefined && members.length > 1) {
      await removeMember(others.length > 0 ? others : ["https://127.0.0.1:2379"], own.id);
      print("[reset] Removed the local etcd member from the cluster");
    } else print("[reset] Deleted contents of the etcd data directory: /var/lib/etcd");
  } catch (error) {
    if (error instanceof Exit) throw error;
    warn(
      `W removeetcdmember.go:106] [reset] Failed to remove etcd member: ${error instanceof Error ? error.message : String(error)}, please manually remove this etcd member using etcdctl`,
    );
  }
  await stopAllUnits();
  rmSync("/etc/kubernetes/manifests/etcd.yaml", { force: true });
  empty("/var/lib/etcd");
}

function empty(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) rmSync(`${folder}/${name}`, { recursive: true, force: true });
}
