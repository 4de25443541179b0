import type { InputProblem, Location } from "../errors.ts";
import type { DataPath } from "../input/data-path.ts";
import type { Target } from "../transport/transport.ts";
import type { InterfaceDeclaration } from "./interface-schema.ts";

/** A variable and the place that set it; what it shadows is kept for `lab explain`. */
export interface SourcedValue {
  readonly value: unknown;
  readonly location: Location;
  /** What the value overrides, nearest first. */
  readonly shadows: readonly SourcedValue[];
  /** It is not to be shown, nor given to a command as an argument. */
  readonly secret?: true;
  /** Where in the value the secrets are; all of it is secret where this is missing. */
  readonly secretParts?: readonly DataPath[];
  /** It is encrypted, or kept elsewhere, and only its place is checked: the value is not known. */
  readonly isUnopened?: true;
}

/** A network interface of a node, as declared in clusters.json. */
export interface NodeInterface extends InterfaceDeclaration {
  /** Addresses with prefix length: "192.168.5.11/24". */
  readonly addresses: string[];
}

/** What a node is in its cluster: `etcd` for hosts that hold nothing but its data. */
export type NodeRole = "control_plane" | "worker" | "etcd";

/** A taint in kubectl's notation: "key=value:NoSchedule". */
export type Taint = string;

/** One host of the inventory: a node of a cluster. */
export interface InventoryHost {
  readonly name: string;
  readonly cluster: string;
  readonly role: NodeRole;
  /** All groups that hold it, `all` included, in the order of precedence of their variables (later wins). */
  readonly groups: readonly string[];
  readonly target: Target;
  readonly interfaces: readonly NodeInterface[];
  /** Its address among the nodes, one per family; empty where the inventory does not tell. */
  readonly addresses: readonly string[];
  /** Addresses that it could have among the nodes, where nothing chooses between them; otherwise none. */
  readonly candidates: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Number of virtual CPUs, memory in MiB, disk in GB, where declared. */
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly disk: number | null;
  /** Variables after precedence: file < cluster < group_vars/all < group_vars/GROUP < node < host_vars. */
  readonly vars: Readonly<Record<string, SourcedValue>>;
}

/** One cluster of clusters.json. */
export interface Cluster {
  readonly name: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
  /** Address or DNS name (and :port) of its API server for all nodes, where declared. */
  readonly controlPlaneEndpoint?: string;
  /** The networks that its nodes reach each other in, where declared. */
  readonly nodeNetworks: readonly string[];
  /** Name of its first control plane. */
  readonly bootstrap: string;
  readonly nodes: readonly string[];
}

/** Everything that clusters.json, group_vars/ and host_vars/ say; valid. Order is that of the file. */
export interface Inventory {
  /** Path of clusters.json, as given. */
  readonly file: string;
  readonly hosts: ReadonlyMap<string, InventoryHost>;
  /** Group name to host names; `all` first. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly clusters: ReadonlyMap<string, Cluster>;
  /** Worth knowing, but no reason to stop: an even number of control planes, overcommitted memory. */
  readonly warnings: readonly InputProblem[];
}
