import { ignorePreflightErrors, pullPolicy } from "./core-types.ts";
import { boolean, document, integer, string, strings, struct } from "./fields.ts";
import { patches, skipPhases } from "./kubeadm-parts.ts";
import { dryRun, timeouts, v1beta4 } from "./kubeadm-v1beta4-parts.ts";

const kubernetesVersion = string("Version to upgrade to.");
const unstable = {
  allowExperimentalUpgrades: boolean("Alpha and beta releases may be upgraded to."),
  allowRCUpgrades: boolean("Release candidates may be upgraded to."),
};
const printConfig = boolean("The configuration that is used is printed.");
const upgraded = {
  certificateRenewal: boolean("Certificates are renewed, too. Default: true."),
  etcdUpgrade: boolean("etcd is upgraded, too. Default: true."),
};
const images = {
  imagePullPolicy: pullPolicy,
  imagePullSerial: boolean("Images are pulled one at a time. Default: true."),
};

/** ResetConfiguration of v1beta4. */
export const resetConfigurationV1beta4 = document(v1beta4, "ResetConfiguration", {
  cleanupTmpDir: boolean("/etc/kubernetes/tmp is emptied, too."),
  certificatesDir: string("Folder of the certificates, which is emptied."),
  criSocket: string("Socket of the container runtime."),
  dryRun,
  force: boolean("Nothing is asked."),
  ignorePreflightErrors,
  skipPhases,
  unmountFlags: strings("Flags of unmount2().", {
    enum: ["MNT_FORCE", "MNT_DETACH", "MNT_EXPIRE", "UMOUNT_NOFOLLOW"],
  }),
  timeouts,
});

/** UpgradeConfiguration of v1beta4; `plan.etcdUpgrade` from 1.33. */
export const upgradeConfigurationV1beta4 = document(v1beta4, "UpgradeConfiguration", {
  apply: struct("Of kubeadm upgrade apply.", {
    kubernetesVersion,
    ...unstable,
    ...upgraded,
    dryRun,
    forceUpgrade: boolean("Nothing is asked."),
    ignorePreflightErrors,
    patches,
    printConfig,
    skipPhases,
    ...images,
  }),
  diff: struct("Of kubeadm upgrade diff.", {
    kubernetesVersion,
    contextLines: integer("Lines around a difference.", { minimum: 0 }),
  }),
  node: struct("Of kubeadm upgrade node.", {
    ...upgraded,
    dryRun,
    ignorePreflightErrors,
    skipPhases,
    patches,
    ...images,
  }),
  plan: struct("Of kubeadm upgrade plan.", {
    kubernetesVersion,
    ...unstable,
    dryRun,
    etcdUpgrade: upgraded.etcdUpgrade,
    ignorePreflightErrors,
    printConfig,
  }),
  timeouts,
});
