import { parseKubernetesVersion } from "./kubernetes-version.ts";

/** Where Kubernetes publishes its images. */
export const defaultImageRepository = "registry.k8s.io";

/** The first minor of Kubernetes 1 whose kubeadm wants it, and the version (PauseVersion in its constants); newest first. */
const pauseVersions: readonly (readonly [number, string])[] = [
  [36, "3.10.2"],
  [34, "3.10.1"],
  [31, "3.10"],
];
const oldest = [0, "3.9"] as const;

/** The image that holds a pod's namespaces, as the kubeadm of that version (1.33.4) names it; without one, the newest known. */
export function pauseImage(
  kubernetesVersion: string | undefined,
  repository: string = defaultImageRepository,
): string {
  const version = kubernetesVersion === undefined ? null : parseKubernetesVersion(kubernetesVersion);
  const minor = version === null ? Number.POSITIVE_INFINITY : version.minor;
  const [, tag] = pauseVersions.find(([since]) => minor >= since) ?? oldest;
  return `${repository}/pause:${tag}`;
}
