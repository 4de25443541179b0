import type { KubernetesVersion } from "../kubernetes-version.ts";
import { v1beta3 } from "../schemas/kubeadm-v1beta3.ts";
import { v1beta4 } from "../schemas/kubeadm-v1beta4-parts.ts";

/** The API version that is written for a kubeadm: v1beta4, which came with 1.31, as soon as it is understood. */
export function kubeadmApiVersion({ minor }: KubernetesVersion): typeof v1beta3 | typeof v1beta4 {
  return minor >= 31 ? v1beta4 : v1beta3;
}
