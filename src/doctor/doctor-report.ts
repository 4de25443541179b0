import type { Finding } from "../kubernetes/health/finding.ts";
import type { TriedPort } from "../network/paths/paths-to-peers.ts";
import type { NodeRole } from "../role/role-context.ts";

/** What `lab doctor --output json` prints. */
export interface DoctorReport {
  /** The form of the document: changes when a field changes its meaning. */
  readonly version: 1;
  /** ISO 8601. */
  readonly time: string;
  readonly clusters: readonly ClusterDoctor[];
}

/** The hosts of one cluster that were looked at, and the ways between them. */
export interface ClusterDoctor {
  readonly name: string;
  /** `unreachable` where all that is wrong is that hosts did not answer. */
  readonly verdict: "well" | "unwell" | "unreachable";
  readonly hosts: readonly DoctoredHost[];
  /** From each host that answered to each other, and to the endpoint. */
  readonly paths: readonly DoctoredPath[];
  /** Errors first. */
  readonly findings: readonly Finding[];
}

/** One host. */
export interface DoctoredHost {
  readonly name: string;
  readonly role: NodeRole;
  /** Its node IPs, as the inventory has them. */
  readonly addresses: readonly string[];
  readonly reachable: boolean;
  /** Why it did not answer; else null. */
  readonly problem: string | null;
  /** kubeadm has made it a node. Null where it did not answer. */
  readonly isNode: boolean | null;
  /** By how much its clock differs from this machine's at the very least. Null where it is not known. */
  readonly clockAheadMs: number | null;
  /** Tunnels, by their interfaces. */
  readonly vpn: readonly { readonly interface: string; readonly up: boolean }[];
}

/** The way from one host to another. */
export interface DoctoredPath {
  readonly from: string;
  /** A host, or the endpoint as "api.lab.example:6443". */
  readonly to: string;
  readonly ports: readonly TriedPort[];
  readonly rttMs: number | null;
  /** Whether ping got an answer; null where the host has no ping. */
  readonly ping: boolean | null;
  /** Bytes: largest packet that arrives, and what the interface sends. Null where it is not known. */
  readonly mtu: { readonly device: string; readonly link: number; readonly largest: number } | null;
  /** How packets leave; null where it is not known. */
  readonly route: { readonly device: string; readonly source: string; readonly gateway: string } | null;
  /** What is wrong with it, in a few words: "no route", ":6443 dropped"; empty where nothing is. */
  readonly problems: readonly string[];
}
