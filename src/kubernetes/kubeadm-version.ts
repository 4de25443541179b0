import { probeOf } from "../resources/probe.ts";
import { type KubernetesVersion, parseKubernetesVersion } from "./kubernetes-version.ts";

/** The installed kubeadm; null where there is none. Cost: rides in a frame; one process. */
export const kubeadmVersion = probeOf(
  {
    name: "kubeadm version",
    script: () => "if command -v kubeadm >/dev/null 2>&1; then kubeadm version -o short; fi",
    parse: (stdout, queries: readonly Record<string, never>[]): (KubernetesVersion | null)[] => {
      const version = parseKubernetesVersion(stdout);
      return queries.map(() => version);
    },
  },
  () => "installed",
);
