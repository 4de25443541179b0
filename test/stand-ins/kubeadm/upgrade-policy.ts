import { compareReleases, parseRelease, type Release } from "../core/release.ts";

/** What stands against an upgrade; `skippable` gives way to --force. */
export interface SkewProblems {
  readonly mandatory: readonly string[];
  readonly skippable: readonly string[];
}

/** How far a kubelet may be behind the control plane, in minor versions. */
const kubeletSkew = 3;

/** The rules of cmd/kubeadm/app/phases/upgrade/policy.go. Versions without "v". */
export function skewProblems(
  wanted: Release,
  facts: { readonly cluster: string; readonly kubeadm: string; readonly kubelets: readonly string[] },
): SkewProblems {
  const cluster = parseRelease(facts.cluster);
  const own = parseRelease(facts.kubeadm);
  if (cluster === null || own === null)
    return { mandatory: [`Unable to fetch cluster version: ${facts.cluster}`], skippable: [] };
  const target = JSON.stringify(`v${wanted.version}`);
  const tooOld = facts.kubelets.filter(
    (kubelet) => wanted.minor > (parseRelease(kubelet)?.minor ?? 0) + kubeletSkew,
  );
  const isNewerMinor = wanted.minor > own.minor;
  const isNewerPatch = !isNewerMinor && compareReleases(own.version, wanted.version) < 0;
  return {
    mandatory: [
      ...(wanted.minor > cluster.minor + 1
        ? [
            `Specified version to upgrade to ${target} is too high; kubeadm can upgrade only 1 minor version at a time`,
          ]
        : []),
      ...(wanted.minor < cluster.minor - 1
        ? [
            `Specified version to downgrade to ${target} is too low; kubeadm can downgrade only 1 minor version at a time`,
          ]
        : []),
      ...(isNewerMinor
        ? [
            `Specified version to upgrade to ${target} is at least one minor release higher than the kubeadm minor release (${wanted.minor} > ${own.minor}). Such an upgrade is not supported`,
          ]
        : []),
    ],
    skippable: [
      ...(isNewerPatch
        ? [
            `Specified version to upgrade to ${target} is higher than the kubeadm version "v${own.version}". Upgrade kubeadm first using the tool you used to install kubeadm`,
          ]
        : []),
      ...(own.minor > wanted.minor
        ? [`Kubeadm version v${own.version} can only be used to upgrade to Kubernetes version 1.${own.minor}`]
        : []),
      ...(tooOld.length > 0
        ? [
            `There are kubelets in this cluster that are too old that have these versions [${tooOld.map((kubelet) => `v${kubelet}`).join(" ")}]`,
          ]
        : []),
    ],
  };
}

/** The message of an upgrade that is refused. */
export function skewMessage({ mandatory, skippable }: SkewProblems, isForced: boolean): string | null {
  const list = (problems: readonly string[]): string =>
    problems.map((problem) => `\t- ${problem}`).join("\n");
  const tail = "\n\nPlease fix the misalignments highlighted above and try upgrading again";
  if (mandatory.length > 0)
    return `[upgrade/version] FATAL: the --version argument is invalid due to these fatal errors:\n\n${list(mandatory)}${tail}`;
  if (skippable.length === 0 || isForced) return null;
  return `[upgrade/version] FATAL: the --version argument is invalid due to these errors:\n\n${list(skippable)}\nCan be bypassed if you pass the --force flag${tail}`;
}
