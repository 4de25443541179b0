import type { FieldSchema } from "./fields.ts";
import { kubeProxyConfiguration, kubeProxyV1alpha1 } from "./kube-proxy-configuration.ts";
import {
  clusterConfigurationV1beta3,
  initConfigurationV1beta3,
  joinConfigurationV1beta3,
  v1beta3,
} from "./kubeadm-v1beta3.ts";
import {
  clusterConfigurationV1beta4,
  initConfigurationV1beta4,
  joinConfigurationV1beta4,
} from "./kubeadm-v1beta4.ts";
import { resetConfigurationV1beta4, upgradeConfigurationV1beta4 } from "./kubeadm-v1beta4-life.ts";
import { v1beta4 } from "./kubeadm-v1beta4-parts.ts";
import { kubeletConfiguration, kubeletV1beta1 } from "./kubelet-configuration.ts";

/** Kinds by API version: everything that may stand in a file for `kubeadm --config`. */
const published: Readonly<Record<string, Readonly<Record<string, FieldSchema>>>> = {
  [v1beta3]: {
    ClusterConfiguration: clusterConfigurationV1beta3,
    InitConfiguration: initConfigurationV1beta3,
    JoinConfiguration: joinConfigurationV1beta3,
  },
  [v1beta4]: {
    ClusterConfiguration: clusterConfigurationV1beta4,
    InitConfiguration: initConfigurationV1beta4,
    JoinConfiguration: joinConfigurationV1beta4,
    ResetConfiguration: resetConfigurationV1beta4,
    UpgradeConfiguration: upgradeConfigurationV1beta4,
  },
  [kubeletV1beta1]: { KubeletConfiguration: kubeletConfiguration },
  [kubeProxyV1alpha1]: { KubeProxyConfiguration: kubeProxyConfiguration },
};

/** API versions that a file for kubeadm may hold. */
export const apiVersions: readonly string[] = Object.keys(published);

/** Kinds of an API version; none where it is not known. */
export function kindsOf(apiVersion: string): readonly string[] {
  return Object.keys(published[apiVersion] ?? {});
}

/** JSON Schema (draft-07) of a published type; null where there is none of that name. */
export function schemaOf(apiVersion: string, kind: string): FieldSchema | null {
  return published[apiVersion]?.[kind] ?? null;
}
