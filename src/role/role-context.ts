/** One node of a cluster, as far as a role may know it: from the inventory alone. */
export interface RoleNode {
  readonly name: string;
  readonly role: "control_plane" | "worker";
  /** The address that other nodes reach it by: its first declared interface, else the address lab connects to; null for a DNS name. */
  readonly address: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly string[];
}

/** The cluster that a host belongs to. */
export interface RoleCluster {
  readonly name: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
  /** Name of the first control plane. */
  readonly bootstrap: string;
  /** In the order of clusters.json. */
  readonly nodes: readonly RoleNode[];
}
