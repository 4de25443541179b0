/** One of the others, as lab0.conf has it. */
export interface TunnelPeer {
  /** Of the node; the line before its section. */
  readonly name: string;
  readonly publicKey: string;
  readonly allowedIps: readonly string[];
  /** Host and port; null where it can only call itself. */
  readonly endpoint: string | null;
  /** Seconds; null for no packets without need. */
  readonly keepalive: number | null;
}

/** One end of the VPN: all that lab0.conf says. Nothing of it is secret. */
export interface Tunnel {
  /** With the prefix length of the network: "10.99.0.1/24". */
  readonly address: string;
  readonly port: number;
  readonly mtu: number;
  /** The file on the host that holds the private key. */
  readonly keyFile: string;
  readonly peers: readonly TunnelPeer[];
}
