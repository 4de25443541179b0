/** What a node is in its cluster: `etcd` for hosts that hold nothing but its data. */
export type NodeRole = "control_plane" | "worker" | "etcd";

/** A route of an interface. */
export interface InterfaceRoute {
  /** A network, or "default". */
  readonly to: string;
  readonly via: string;
  readonly metric?: number;
}

/** How an interface is made out of several. */
export interface InterfaceBond {
  /** As the kernel calls it: "active-backup", "802.3ad". */
  readonly mode: string;
  readonly interfaces: readonly string[];
  readonly primary?: string;
  /** Milliseconds. */
  readonly mii_monitor_interval?: number;
  readonly lacp_rate?: string;
  readonly transmit_hash_policy?: string;
}

/** A network interface of a node, as declared in clusters.json. */
export interface NodeInterface {
  readonly name: string;
  /** Addresses with prefix length: "192.168.5.11/24". */
  readonly addresses: readonly string[];
  readonly dhcp4?: boolean;
  readonly dhcp6?: boolean;
  readonly mac?: string;
  readonly gateway?: string;
  readonly routes?: readonly InterfaceRoute[];
  readonly dns?: readonly string[];
  readonly search?: readonly string[];
  /** Bytes. */
  readonly mtu?: number;
  readonly optional?: boolean;
  readonly vlan?: { readonly id: number; readonly link: string };
  readonly bond?: InterfaceBond;
}

/** One node of a cluster, as far as a role may know it: from the inventory alone. */
export interface RoleNode {
  readonly name: string;
  readonly role: NodeRole;
  /** Address or DNS name that lab connects to; its name where the inventory gives none. */
  readonly host: string;
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
