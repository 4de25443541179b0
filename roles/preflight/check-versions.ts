import { type Finding, findingsOf } from "../../src/kubernetes/health/finding.ts";
import { compareVersions, parseKubernetesVersion, tagOf } from "../../src/kubernetes/kubernetes-version.ts";
import type { HostCondition } from "../../src/kubernetes/preflight/host-condition.ts";

/** Whether what is installed can become what is `wanted` ("1.33.4"): nothing goes back, and a node goes minor by minor. Pure. */
export function checkVersions({ kubelet, kubeadm, isNode }: HostCondition, wanted: string | null): Finding[] {
  const target = parseKubernetesVersion(wanted ?? "");
  if (!target) return [];
  const { error, warning } = findingsOf("version", null);
  const installed = Object.entries({ kubelet, kubeadm }).flatMap(([program, text]) => {
    const version = parseKubernetesVersion(text);
    return version ? [{ program, version }] : [];
  });
  return installed.flatMap(({ program, version }) => {
    const is = `${program} ${tagOf(version)} is installed`;
    if (isNode && compareVersions(version, target) > 0 && version.minor > target.minor) {
      return [
        error(`${is}, and ${tagOf(target)} is wanted: Kubernetes cannot go back`, "raise kubernetes_version"),
      ];
    }
    if (isNode && target.minor - version.minor > 1 && program === "kubelet") {
      return [
        warning(
          `${is}, and ${tagOf(target)} is wanted`,
          "lab play upgrade goes there, one minor release at a time",
        ),
      ];
    }
    return [];
  });
}
