import type { ClusterNode } from "./health/cluster-node.ts";

/**
 * What a host is to a cluster, asked of the host and, with the kubelet's own rights, of the cluster's API server. `found`:
 * paths that kubeadm has left.
 */
export type NodeTruth =
  /** Kubernetes has never been there, or is gone without a trace. */
  | { readonly kind: "absent" }
  /** Somebody has begun to make it a node, and not ended it. */
  | {
      readonly kind: "partial";
      readonly found: readonly string[];
      /** What lab itself has begun; null for what others did. */
      readonly attempt: "init" | "join" | null;
      /** etcd has data there that may be all that is left of a cluster. */
      readonly holdsData: boolean;
      /** The cluster has a Node object for it. */
      readonly isRegistered: boolean;
    }
  /** It is a node of another cluster, or of this one under another name. */
  | { readonly kind: "foreign"; readonly reason: string }
  /** It is a node of this cluster: by this endpoint, this authority, and its name. */
  | {
      readonly kind: "joined";
      readonly node: ClusterNode;
      /** An API server is to run there. */
      readonly isControlPlane: boolean;
      /** ActiveState of the kubelet's unit: "active", "inactive", "failed", "activating". */
      readonly kubelet: string;
    }
  /** It looks like a node of this cluster, whose API server cannot be asked. Nothing may be reset then. */
  | { readonly kind: "unknown"; readonly reason: string; readonly isControlPlane: boolean };

/** Which node of which cluster a host should be. */
export interface NodeTruthQuery {
  readonly name: string;
  /** Host and port of the API server, for all nodes. */
  readonly endpoint: string;
}
