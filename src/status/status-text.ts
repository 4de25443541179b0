import type { ClusterStatus, ComponentStatus, NodeStatus, Status } from "./status-schema.ts";
import { textTable } from "./text-table.ts";

/** Dresses a text in a style; the identity where colours are off. */
export type Paint = (style: "red" | "green" | "yellow" | "dim" | "bold", text: string) => string;

/** A snapshot for people. Pure. */
export function statusText({ clusters }: Status, paint: Paint): string {
  return clusters.map((cluster) => `${clusterLines(cluster, paint).join("\n")}\n`).join("\n");
}

const verdictStyle = { healthy: "green", unhealthy: "red", unreachable: "yellow" } as const;

function clusterLines(cluster: ClusterStatus, paint: Paint): string[] {
  const { name, verdict, api, nodes } = cluster;
  const planes = nodes.filter(({ components }) => components.length > 0);
  return [
    [paint("bold", name), paint(verdictStyle[verdict], verdict), apiText(api)].join("  "),
    ...titled(textTable([nodeTitles, ...nodes.map(nodeCells)]), paint),
    ...(planes.length === 0 ? [] : ["", ...titled(componentTable(planes), paint)]),
    ...partsLine(cluster),
    ...findingLines(cluster, paint),
  ];
}

function apiText({ version, through, problem, ageSeconds }: ClusterStatus["api"]): string {
  if (problem === null) return `${version}, asked through ${through}`;
  return version === null ? "the API could not be asked" : `${version}${old(ageSeconds)}`;
}

const nodeTitles = ["node", "role", "state", "kubelet", "runtime", "os", "kernel", "certificates"];

function nodeCells(node: NodeStatus): string[] {
  return [
    node.name,
    node.role.replace("_", " "),
    stateOf(node),
    serviceText(node.kubeletVersion, node.kubelet),
    serviceText(node.runtime, node.runtimeState),
    node.os ?? "?",
    node.kernel ?? "?",
    node.certificateDays === null ? "-" : `${node.certificateDays} days`,
  ];
}

function stateOf({ reachable, ready, schedulable, conditions, ageSeconds }: NodeStatus): string {
  const byApi = { True: "ready", False: "not ready", Unknown: "silent" }[ready ?? ""] ?? "unknown";
  return [
    byApi,
    ...(schedulable === false ? ["cordoned"] : []),
    ...conditions,
    ...(reachable ? [] : [`unreachable${old(ageSeconds)}`]),
  ].join(", ");
}

function serviceText(version: string | null, state: string | null): string {
  if (version === null) return "-";
  return state === null || state === "active" || state === "unknown" ? version : `${version} ${state}`;
}

function componentTable(planes: readonly NodeStatus[]): string[] {
  const names = [
    ...new Set(planes.flatMap(({ components }) => components.map(({ name }) => name))),
  ].toSorted();
  const rows = planes.map(({ name, components }) => [
    name,
    ...names.map((each) => componentText(components.find((component) => component.name === each))),
  ]);
  return textTable([["control plane", ...names], ...rows]);
}

function componentText(component: ComponentStatus | undefined): string {
  if (!component) return "-";
  const { version, healthy, leader, databaseBytes } = component;
  return [
    healthy ? "ok" : "failing",
    ...(version === "" ? [] : [version]),
    ...(leader === true ? ["leader"] : []),
    ...(databaseBytes === null ? [] : [`${Math.ceil(databaseBytes / 1024 / 1024)} MiB`]),
  ].join(" ");
}

function partsLine({ network, dns, pods }: ClusterStatus): string[] {
  const parts = [
    ...(network ? [`network ${network.name} ${network.ready}/${network.desired}`] : []),
    ...(dns ? [`dns ${dns.ready}/${dns.desired}`] : []),
    ...(pods ? [`pods ${pods.total - pods.notRunning.length}/${pods.total}`] : []),
  ];
  return parts.length === 0 ? [] : ["", `  ${parts.join(", ")}`];
}

function findingLines({ findings }: ClusterStatus, paint: Paint): string[] {
  if (findings.length === 0) return [];
  const lines = findings
    .toSorted((a, b) => a.severity.localeCompare(b.severity))
    .flatMap(({ severity, node, message, hint }) => [
      `  ${paint(severity === "error" ? "red" : "yellow", severity)} ${node === null ? "" : `${node}: `}${message}`,
      ...(hint === "" ? [] : [`    next: ${hint}`]),
    ]);
  return ["", ...lines];
}

/** Says that a value is not of now. */
function old(ageSeconds: number | null): string {
  return ageSeconds === null ? "" : ` (known ${ageSeconds} s ago)`;
}

function titled([titles = "", ...rows]: readonly string[], paint: Paint): string[] {
  return [`  ${paint("dim", titles)}`, ...rows.map((row) => `  ${row}`)];
}
