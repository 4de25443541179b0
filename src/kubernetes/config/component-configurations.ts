import { kubeProxyV1alpha1 } from "../schemas/kube-proxy-configuration.ts";
import { kubeletV1beta1 } from "../schemas/kubelet-configuration.ts";
import type { InitRequest } from "./kubeadm-request.ts";
import { type Configuration, mergeConfiguration } from "./merge-configuration.ts";

/** KubeletConfiguration of all nodes. */
export function kubeletConfiguration({ cgroupDriver, overrides }: InitRequest): Configuration {
  const base = {
    apiVersion: kubeletV1beta1,
    kind: "KubeletConfiguration",
    cgroupDriver: cgroupDriver ?? "systemd",
  };
  return mergeConfiguration(base, overrides?.kubeletConfiguration ?? {});
}

/** KubeProxyConfiguration; null where there is no kube-proxy, or nothing to say to it. */
export function kubeProxyConfiguration({ kubeProxy, overrides }: InitRequest): Configuration | null {
  const over = overrides?.kubeProxyConfiguration ?? {};
  if (kubeProxy === false || Object.keys(over).length === 0) return null;
  return mergeConfiguration({ apiVersion: kubeProxyV1alpha1, kind: "KubeProxyConfiguration" }, over);
}
