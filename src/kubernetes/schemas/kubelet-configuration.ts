import { document } from "./fields.ts";
import { kubeletNodeFields } from "./kubelet-node-fields.ts";
import { kubeletPodFields } from "./kubelet-pod-fields.ts";
import { kubeletResourceFields } from "./kubelet-resource-fields.ts";
import { kubeletServerFields } from "./kubelet-server-fields.ts";

/** The API version of the kubelet's configuration, in all releases that lab knows. */
export const kubeletV1beta1 = "kubelet.config.k8s.io/v1beta1";

/** KubeletConfiguration, with the fields of all minors from 1.28 on. */
export const kubeletConfiguration = document(kubeletV1beta1, "KubeletConfiguration", {
  ...kubeletServerFields,
  ...kubeletNodeFields,
  ...kubeletPodFields,
  ...kubeletResourceFields,
});
