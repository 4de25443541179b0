import { daysLeft, type NodeCertificate } from "./certificate.ts";
import { type Finding, findingsOf } from "./finding.ts";
import type { NodeSoftware } from "./node-software.ts";

/** What is wrong with a node, as far as it knows itself. Pure. */
export function judgeNode(node: string, software: NodeSoftware): Finding[] {
  const found = findingsOf("services", node);
  if (!software.hasJoined) {
    return [findingsOf("nodes", node).error("has not joined the cluster", "lab play site, or add-node")];
  }
  const silent = (["kubelet", "containerd"] as const).filter(
    (unit) => software[unit] !== "active" && software[unit] !== "unknown",
  );
  const isInactive = (unit: string) => unit !== "containerd" || software.containerdVersion !== "";
  return [
    ...silent
      .filter(isInactive)
      .map((unit) =>
        found.error(`${unit} does not run: it is ${software[unit]}`, `journalctl -u ${unit} on the node`),
      ),
    ...(software.networks.length > 0
      ? []
      : [
          findingsOf("cni", node).error(
            "has no container network in /etc/cni/net.d",
            "lab play site --tags cni",
          ),
        ]),
  ];
}

/** Certificates of a node that have ended, or will within `days`. Pure. */
export function judgeCertificates(
  node: string,
  certificates: readonly NodeCertificate[],
  days: number,
  now: number,
): Finding[] {
  const found = findingsOf("certificates", node);
  const hint = "lab play renew-certificates";
  const ending = certificates
    .map((certificate) => ({ ...certificate, left: daysLeft(certificate, now) }))
    .filter(({ left }) => left < days)
    .toSorted((a, b) => a.left - b.left);
  const ended = ending.filter(({ endsAt }) => endsAt <= now).map(({ name }) => name);
  const soon = ending.filter(({ endsAt }) => endsAt > now);
  return [
    ...(ended.length > 0 ? [found.error(`certificates have ended: ${ended.join(", ")}`, hint)] : []),
    ...(soon.length > 0
      ? [
          found.warning(
            `certificates end soon: ${soon.map(({ name, left }) => `${name} in ${left} days`).join(", ")}`,
            hint,
          ),
        ]
      : []),
  ];
}
