/** What keeps the configuration of interfaces on a host. */
export type Backend = "netplan" | "wicked";

/** An interface as the kernel has it. */
export interface HostLink {
  readonly name: string;
  /** Lower case. */
  readonly mac: string;
  readonly isUp: boolean;
  readonly mtu: number;
  /** "bridge", "veth", …; empty for hardware. */
  readonly kind: string;
  /** The bridge or bond that it is a member of; empty where there is none. */
  readonly master: string;
  /** The interface that it stands on, as a VLAN does; empty where there is none. */
  readonly parent: string;
  /** With prefix length, link-local ones left out. */
  readonly addresses: readonly { readonly address: string; readonly isDynamic: boolean }[];
  readonly routes: readonly HostRoute[];
}

/** A route of the main table. */
export interface HostRoute {
  /** "default", or a network with prefix length. */
  readonly to: string;
  readonly via: string;
  /** 0 where IPv4 has none. */
  readonly metric: number;
  /** "static", "kernel", …; what made it. */
  readonly protocol: string;
}

/** What has to be known of a host before an extra interface is set up. */
export interface HostInterfaces {
  /** Null where it has neither. */
  readonly backend: Backend | null;
  /** Without loopback. */
  readonly links: readonly HostLink[];
  /** Files of extra interfaces: the name of each, and the hardware address that it is for. */
  readonly own: readonly { readonly name: string; readonly mac: string }[];
  /** Names and hardware addresses of links that other configuration names; lower case. */
  readonly configured: readonly string[];
}
