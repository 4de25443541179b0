/** What a node is in its cluster: `etcd` for hosts that hold nothing but its data. */
export type NodeRole = "control_plane" | "worker" | "etcd";

/** A network interface of a node, as declared in clusters.json. */
export interface NodeInterface {
  readonly name: string;
  /** Addresses with prefix length: "192.168.5.11/24". */
  readonly addresses: readonly string[];
  readonly mac?: string;
  readonly gateway?: string;
  readonly dns?: readonly string[];
  /** Bytes. */
  readonly mtu?: number;
}

/** One node of a cluster, as far as a role may know it: from the inventory alone. */
export interface RoleNode {
  readonly name: string;
  readonly role: NodeRole;
  /** Its address among the nodes: the first of `addresses`; null where none can be told from the inventory. */
  readonly address: string | null;
  /** Its node IP, one per family: what `node_ip` or `node_network` choose, else the only one that is known of it. */
  readonly addresses: readonly string[];
  /** Addresses that it could have among the nodes, where nothing chooses between them; otherwise none. */
  readonly candidates: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
  /** As declared; none where the inventory leaves them alone. */
  readonly interfaces: readonly NodeInterface[];
}

/** The cluster that a host belongs to. */
export interface RoleCluster {
  readonly name: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
  /** The networks that its nodes reach each other in, where declared. */
  readonly nodeNetworks: readonly string[];
  /** Host and port of the API server for all nodes: `control_plane_endpoint`, else the first control plane. */
  readonly endpoint: string;
  /** Name of the first control plane. */
  readonly bootstrap: string;
  /** In the order of clusters.json. */
  readonly nodes: readonly RoleNode[];
}
