import { type Finding, findingsOf } from "../kubernetes/health/finding.ts";
import { checkPing } from "../network/join/check-ping.ts";
import { isVpn } from "../network/join/check-vpn.ts";
import { judgeGround, judgeWay } from "../network/join/judge-join.ts";
import { checkMtu } from "../network/paths/check-mtu.ts";
import { certainLead, ownClock } from "../network/paths/clock-reading.ts";
import { endpointPeer } from "../network/paths/cluster-endpoint.ts";
import type { RoleNode } from "../role/role-context.ts";
import type { Reading } from "../status/reading.ts";
import type { ClusterDoctor, DoctoredHost, DoctoredPath } from "./doctor-report.ts";
import { doctoredPaths } from "./doctored-paths.ts";
import type { Examinations } from "./examine-cluster.ts";
import type { Examination } from "./examine-host.ts";
import { judgeClocks } from "./judge-clocks.ts";
import { judgePaths } from "./judge-paths.ts";
import { type Patients, waysFrom } from "./patients.ts";

/** Milliseconds by which clocks may differ, as for the role preflight. */
const clockToleranceMs = 2000;

/** The check of a finding that says that a host did not answer, and nothing of its health. */
const reachable = "reachable";

/** What the hosts of a cluster came to: the ways between them, and what is wrong. Pure. */
export function doctorCluster(patients: Patients, examined: Examinations): ClusterDoctor {
  const said = new Map(
    [...examined].flatMap(([name, told]) => (told.kind === "read" ? [[name, told.value] as const] : [])),
  );
  const endpoint = endpointPeer(patients.cluster)?.name ?? null;
  const joined = [...said].filter(([, { condition }]) => condition.isNode).map(([name]) => name);
  const nodes = new Set([...joined, ...(endpoint !== null && joined.length > 0 ? [endpoint] : [])]);
  const lost = new Set(patients.nodes.map(({ name }) => name).filter((name) => !said.has(name)));
  const paths = patients.nodes.flatMap((node) => {
    const own = said.get(node.name);
    return own ? doctoredPaths(node.name, waysFrom(node, patients), own, nodes) : [];
  });
  const findings = [
    ...judgePaths(paths, { nodes, lost, endpoint }),
    ...patients.nodes.flatMap((node) => lostFindings(node.name, examined.get(node.name), paths)),
    ...ownFindings(patients, said),
  ].toSorted((a, b) => a.severity.localeCompare(b.severity));
  return {
    name: patients.cluster.name,
    verdict: verdictOf(findings),
    hosts: patients.nodes.map((node) => doctoredHost(node, examined.get(node.name))),
    paths,
    findings,
  };
}

function verdictOf(findings: readonly Finding[]): ClusterDoctor["verdict"] {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return "well";
  return errors.every(({ check }) => check === reachable) ? "unreachable" : "unwell";
}

/** A host that did not answer; whether others reach it tells a dead host from one that only lab does not reach. */
function lostFindings(
  name: string,
  reading: Reading<Examination> | undefined,
  paths: readonly DoctoredPath[],
): Finding[] {
  if (reading?.kind !== "failed") return [];
  if (!reading.isUnreachable) return [findingsOf("answers", name).error(reading.reason, reading.hint)];
  const { error, warning } = findingsOf(reachable, name);
  const ways = paths.filter(({ to }) => to === name);
  const through = ways
    .filter(({ rttMs, ports }) => rttMs !== null || ports.some(({ reach }) => reach === "open"))
    .map(({ from }) => from);
  const others =
    through.length > 0
      ? [
          warning(
            `${through.join(", ")} ${through.length === 1 ? "reaches" : "reach"} it: it is up, and its sshd or the way from here is not`,
          ),
        ]
      : ways.length > 0
        ? [warning("no other host reaches it either: it is down, or cut off")]
        : [];
  return [error(reading.reason, reading.hint), ...others];
}

function ownFindings({ cluster, nodes }: Patients, said: ReadonlyMap<string, Examination>): Finding[] {
  const clocks = new Map([...said].flatMap(([name, { clock }]) => (clock ? [[name, clock] as const] : [])));
  const ofClocks = judgeClocks(clocks, clockToleranceMs);
  return nodes.flatMap((host) => {
    const own = said.get(host.name);
    if (!own) return [];
    const terms = { host, networks: cluster, vpn: null, toleranceMs: clockToleranceMs };
    const found = [
      ...judgeGround({ ...own, clock: null }, terms, []),
      ...judgeWay(own, terms, waysFrom(host, { cluster, nodes })),
      ...(ofClocks.get(host.name) ?? []),
      ...checkPing(own.paths),
      ...checkMtu(own.paths),
    ];
    const unknown = findingsOf("address", null).warning(
      "its address among the nodes is not known, so nobody can try the way to it",
      "write node_ip at the node, or node_network at the cluster, in clusters.json",
    );
    const all = host.addresses.length === 0 ? [...found, unknown] : found;
    return all.map((finding) => ({ ...finding, node: host.name }));
  });
}

function doctoredHost(
  { name, role, addresses }: RoleNode,
  reading: Reading<Examination> | undefined,
): DoctoredHost {
  const said = reading?.kind === "read" ? reading.value : null;
  return {
    name,
    role,
    addresses,
    reachable: said !== null,
    problem: reading?.kind === "failed" ? reading.reason : null,
    isNode: said?.condition.isNode ?? null,
    clockAheadMs: said?.clock ? Math.round(certainLead(said.clock, ownClock)) : null,
    vpn: (said?.links.links ?? []).filter(isVpn).map((link) => ({ interface: link.name, up: link.isUp })),
  };
}
