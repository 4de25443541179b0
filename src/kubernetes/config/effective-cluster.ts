import { isMapping } from "../../input/mapping.ts";
import type { RoleCluster } from "../../role/role-context.ts";
import type { ConfigurationOverrides } from "./kubeadm-request.ts";

/** The cluster as overrides make it: what else follows from its networks and its endpoint follows from theirs. */
export function effectiveCluster(
  cluster: RoleCluster,
  overrides: ConfigurationOverrides | null | undefined,
): RoleCluster {
  const { networking, controlPlaneEndpoint } = overrides?.clusterConfiguration ?? {};
  const { podSubnet, serviceSubnet } = isMapping(networking) ? networking : {};
  return {
    ...cluster,
    podCidr: textOr(podSubnet, cluster.podCidr),
    serviceCidr: textOr(serviceSubnet, cluster.serviceCidr),
    endpoint: textOr(controlPlaneEndpoint, cluster.endpoint),
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
