import { daysLeft, firstToEnd } from "../kubernetes/health/certificate.ts";
import type { ClusterNode } from "../kubernetes/health/cluster-node.ts";
import type { ListedNode, NodeReadings } from "./cluster-readings.ts";
import type { ComponentReport } from "./component-report.ts";
import type { HostReport } from "./host-report.ts";
import { ageOf, lastOf } from "./reading.ts";
import type { ComponentStatus, NodeStatus } from "./status-schema.ts";

/** What is known of a node, by the host itself and by the API (`object`; null where that does not know it). Pure. */
export function nodeStatus(
  { name, role }: ListedNode,
  { host, components }: NodeReadings,
  object: ClusterNode | null,
  now: number,
): NodeStatus {
  const report = lastOf(host)?.value ?? null;
  const parts = components ? (lastOf(components)?.value ?? []) : [];
  return {
    name,
    role,
    reachable: host.kind === "read",
    problem: host.kind === "failed" ? host.reason : null,
    ageSeconds: ageOf(host, now),
    os: report?.facts.os.name ?? null,
    kernel: report?.facts.kernel ?? null,
    kubelet: report?.software.kubelet ?? null,
    kubeletVersion: told(object?.kubelet) ?? told(report?.software.kubeletVersion),
    runtime: told(object?.runtime.replace("://", " ")) ?? runtimeOf(report),
    runtimeState: report?.software.containerd ?? null,
    ready: object?.ready ?? null,
    schedulable: object?.isSchedulable ?? null,
    conditions: (object?.troubles ?? []).map(({ type }) => type),
    components: parts.map(componentStatus),
    ...certificatesOf(report, now),
  };
}

function told(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function runtimeOf(report: HostReport | null): string | null {
  const version = told(report?.software.containerdVersion);
  return version && `containerd ${version}`;
}

function componentStatus({ name, version, isHealthy, problem, member }: ComponentReport): ComponentStatus {
  return {
    name,
    version,
    healthy: isHealthy,
    problem,
    leader: member?.isLeader ?? null,
    databaseBytes: member?.databaseBytes ?? null,
  };
}

function certificatesOf(
  report: HostReport | null,
  now: number,
): Pick<NodeStatus, "certificateDays" | "certificates"> {
  const certificates = report?.software.certificates ?? [];
  const first = firstToEnd(certificates);
  return {
    certificateDays: first && daysLeft(first, now),
    certificates: certificates.map((certificate) => ({
      name: certificate.name,
      days: daysLeft(certificate, now),
      ends: new Date(certificate.endsAt).toISOString(),
    })),
  };
}
