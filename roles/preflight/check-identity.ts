import { type Finding, findingsOf } from "../../src/kubernetes/health/finding.ts";
import type { PeerClock } from "../../src/network/paths/check-clock.ts";
import type { HostIdentity } from "./host-identity.ts";

/** What another host of the cluster said; null where it could not be asked. */
export interface PeerAnswers extends PeerClock {
  readonly identity: HostIdentity | null;
}

/** Whether a host is itself, and no copy of another of the cluster. Pure. */
export function checkIdentity(own: HostIdentity, peers: readonly PeerAnswers[]): Finding[] {
  const sharedBy = (isShared: (peer: HostIdentity) => boolean): string =>
    peers.flatMap(({ name, identity }) => (identity && isShared(identity) ? [name] : [])).join(", ");
  const twins = {
    machine_id: own.machineId && sharedBy(({ machineId }) => machineId === own.machineId),
    product_uuid: own.productUuid && sharedBy(({ productUuid }) => productUuid === own.productUuid),
    mac: sharedBy(({ macs }) => macs.some((mac) => own.macs.includes(mac))),
    hostname: sharedBy(({ hostname }) => hostname === own.hostname),
  };
  return [
    ...(own.machineId === ""
      ? [findingsOf("machine_id", null).error("/etc/machine-id is empty", "systemd-machine-id-setup")]
      : []),
    ...(twins.machine_id
      ? [
          findingsOf("machine_id", null).error(
            `has the same machine-id as ${twins.machine_id}`,
            "rm /etc/machine-id; systemd-machine-id-setup; reboot",
          ),
        ]
      : []),
    ...(twins.product_uuid
      ? [
          findingsOf("product_uuid", null).error(
            `has the same product_uuid as ${twins.product_uuid}`,
            "give each virtual machine a UUID of its own",
          ),
        ]
      : []),
    ...(twins.mac
      ? [
          findingsOf("mac", null).error(
            `has a MAC address of ${twins.mac}`,
            "give each virtual machine a MAC address of its own",
          ),
        ]
      : []),
    ...(twins.hostname
      ? [
          findingsOf("hostname", null).warning(
            `is called ${own.hostname}, like ${twins.hostname}`,
            "the role base names hosts as clusters.json does",
          ),
        ]
      : []),
  ];
}
