import { ApiClient } from "../core/api-client.ts";
import { readAccess } from "../core/kubeconfig.ts";

/** A client by one of the kubeconfigs in /etc/kubernetes. */
export function apiBy(file: string): ApiClient {
  return new ApiClient(readAccess(`/etc/kubernetes/${file}`));
}
