import { envVar, ignorePreflightErrors, pullPolicy, taints } from "./core-types.ts";
import { boolean, duration, type Fields, list, string, struct } from "./fields.ts";
import { extraVolumes } from "./kubeadm-parts.ts";

/** The API version that kubeadm speaks from 1.31. */
export const v1beta4 = "kubeadm.k8s.io/v1beta4";

/** `Arg`: a flag without dashes may stand in the list more than once. */
export const args = list(
  "Flags without dashes, and their values.",
  struct("A flag.", { name: string("Its name."), value: string("Its value.") }, ["name"]),
);

/** `EnvVar` of the component's container. */
export const extraEnvs = list("Variables of the container's environment.", envVar);

/** `ControlPlaneComponent`. */
export const component: Fields = { extraArgs: args, extraVolumes, extraEnvs };

/** `NodeRegistrationOptions`. */
export const nodeRegistration = struct("How the node registers.", {
  name: string("Name of the Node object."),
  criSocket: string("Socket of the container runtime."),
  taints,
  kubeletExtraArgs: args,
  ignorePreflightErrors,
  imagePullPolicy: pullPolicy,
  imagePullSerial: boolean("Images are pulled one at a time. Default: true."),
});

/** `Timeouts`. */
export const timeouts = struct("How long kubeadm waits.", {
  controlPlaneComponentHealthCheck: duration("For a component of the control plane. Default: 4m."),
  kubeletHealthCheck: duration("For the kubelet. Default: 4m."),
  kubernetesAPICall: duration("For an answer of the API server. Default: 1m."),
  etcdAPICall: duration("For an answer of etcd. Default: 2m."),
  tlsBootstrap: duration("For the kubelet's certificate. Default: 5m."),
  discovery: duration("For the API server of the cluster to join. Default: 5m."),
  upgradeManifests: duration("For a static pod that is upgraded. Default: 5m."),
});

/** Nothing is changed, only shown. */
export const dryRun = boolean("Shows what would be done, and does nothing.");
