import type { ApiClient } from "../core/api-client.ts";
import type { Fields } from "../core/json.ts";
import type { Discovered } from "./discover.ts";
import type { ClusterSettings, NodeSettings } from "./settings.ts";

/** What `kubeadm join` was called with. */
export interface JoinWork {
  readonly join: Fields;
  readonly node: NodeSettings;
  readonly isControlPlane: boolean;
  readonly ignored: readonly string[];
  readonly own: string;
}

/** What was learnt of the cluster in preflight. */
export interface Found {
  readonly discovered: Discovered;
  readonly cluster: ClusterSettings;
  readonly kubelet: Fields;
  readonly api: ApiClient;
}
