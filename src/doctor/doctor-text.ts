import type { Finding } from "../kubernetes/health/finding.ts";
import type { Paint } from "../status/status-text.ts";
import type { ClusterDoctor, DoctorReport } from "./doctor-report.ts";
import { wayTable } from "./way-table.ts";

/** What was found, for people; tables are no wider than `width` characters. Pure. */
export function doctorText({ clusters }: DoctorReport, width: number, paint: Paint): string {
  return clusters.map((cluster) => `${clusterLines(cluster, width, paint).join("\n")}\n`).join("\n");
}

const verdictStyle = { well: "green", unwell: "red", unreachable: "yellow" } as const;

function clusterLines(cluster: ClusterDoctor, width: number, paint: Paint): string[] {
  const { name, verdict, hosts } = cluster;
  const answered = hosts.filter(({ reachable }) => reachable).length;
  const count = `${answered} of ${hosts.length} host${hosts.length === 1 ? "" : "s"} answered`;
  const table = wayTable(cluster, width - indent.length, paint);
  return [
    [paint("bold", name), paint(verdictStyle[verdict], verdict), count].join("  "),
    ...table.map((line) => `${indent}${line}`),
    ...legend(table, paint),
    ...findingLines(cluster, paint),
  ];
}

const indent = "  ";

/** What marks of the table mean; only those that stand there. */
const marks: readonly (readonly [mark: RegExp, meaning: string])[] = [
  [/ ms\b/, "ms: there and back; all ports let through"],
  [/:\d+ dropped/, "dropped: no answer"],
  [/:\d+ refused/, "refused: nothing listens"],
  [/no way/, "no way: somebody on the way says so"],
  [/no route/, "no route: packets do not leave the host"],
  [/ mtu \d/, "mtu: larger packets vanish"],
  [/(^|\s)\?(\s|$)/, "?: not known"],
  [/(^|\s)[x!](\s|$)/, "x: see below; !: it works, but see below"],
];

function legend(table: readonly string[], paint: Paint): string[] {
  const plain = table.slice(1).map((line) => line.replaceAll(escapes, ""));
  const meanings = marks
    .filter(([mark]) => plain.some((line) => mark.test(line)))
    .map(([, meaning]) => meaning);
  return meanings.length === 0 ? [] : [`${indent}${paint("dim", meanings.join("; "))}`];
}

/** Colours (ECMA-48 SGR). */
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** What concerns no single host comes first, then host by host; what several have alike is told once, in the end. */
function findingLines({ findings, hosts }: ClusterDoctor, paint: Paint): string[] {
  const order = ["", ...hosts.map(({ name }) => name)];
  const alike = Map.groupBy(findings, ({ severity, message, hint }) => `${severity} ${message} ${hint}`);
  const groups = Map.groupBy(alike.values(), (same) =>
    same
      .map(({ node }) => node ?? "")
      .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
      .join(", "),
  );
  const place = (names: string): number => (names.includes(",") ? order.length : order.indexOf(names));
  return [...groups]
    .toSorted(([a], [b]) => place(a) - place(b))
    .flatMap(([names, found]) => [
      "",
      `${indent}${paint("bold", names === "" ? "the cluster" : names)}`,
      ...found.flatMap(([finding]) => (finding ? told(finding, paint) : [])),
    ]);
}

function told({ severity, message, hint }: Finding, paint: Paint): string[] {
  return [
    `    ${paint(severity === "error" ? "red" : "yellow", severity)} ${message}`,
    ...(hint === "" ? [] : [`      next: ${hint}`]),
  ];
}
