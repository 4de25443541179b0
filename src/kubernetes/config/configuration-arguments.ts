import type { ConfigurationOverrides } from "./kubeadm-request.ts";
import type { Configuration } from "./merge-configuration.ts";

/** Arguments of roles that hold fields of the published types, and the type of each. */
export const configurationArguments = {
  cluster_configuration: "ClusterConfiguration",
  init_configuration: "InitConfiguration",
  join_configuration: "JoinConfiguration",
  kubelet_configuration: "KubeletConfiguration",
  kube_proxy_configuration: "KubeProxyConfiguration",
} as const;

/** What a role's arguments hold for the configurations; null where nothing was given. */
export type ConfigurationArguments = {
  readonly [Name in keyof typeof configurationArguments]?: Configuration | null;
};

/** A role's arguments as a request takes them. */
export function overridesOf(args: ConfigurationArguments): ConfigurationOverrides {
  return {
    clusterConfiguration: args.cluster_configuration ?? null,
    initConfiguration: args.init_configuration ?? null,
    joinConfiguration: args.join_configuration ?? null,
    kubeletConfiguration: args.kubelet_configuration ?? null,
    kubeProxyConfiguration: args.kube_proxy_configuration ?? null,
  };
}
