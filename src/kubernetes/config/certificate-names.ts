import type { RoleCluster } from "../../role/role-context.ts";
import { endpointHost } from "./endpoint-host.ts";

/**
 * Names and addresses that the API server's certificate has to hold on every control plane: all control planes by name and
 * address, the endpoint, and `extra`; each once. kubeadm adds those of the node itself and of the service.
 */
export function certificateNames({ nodes, endpoint }: RoleCluster, extra: readonly string[] = []): string[] {
  const controlPlanes = nodes.filter(({ role }) => role === "control_plane");
  const names = controlPlanes.flatMap(({ name, addresses }) => [name, ...addresses]);
  return [...new Set([...names, endpointHost(endpoint), ...extra])];
}
