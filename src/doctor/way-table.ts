import type { Paint } from "../status/status-text.ts";
import type { ClusterDoctor, DoctoredPath } from "./doctor-report.ts";

/** One cell: a text, and how it is dressed. */
interface Cell {
  readonly text: string;
  readonly style: Parameters<Paint>[0] | null;
}

/**
 * The ways between hosts, one row for each host that tries them: as a table, with numbers for names where it is wider than
 * `width`, and as a list of what is wrong where that is still too wide. Pure.
 */
export function wayTable(cluster: ClusterDoctor, width: number, paint: Paint): string[] {
  const full = table(cluster, width, paint, fullCell, ({ name }) => name);
  if (full) return full;
  const wrong = cluster.paths.filter(({ problems }) => problems.length > 0).map(wrongWay);
  const short = table(cluster, width, paint, shortCell, ({ name, number }) => `${number} ${name}`, true);
  if (short) return [...short, ...others(cluster), ...wrong];
  const well = cluster.paths.length - wrong.length;
  return [...wrong, `${well} of ${cluster.paths.length} ways are well`];
}

/** Where ways lead that no host stands for: the endpoint. */
function others(cluster: ClusterDoctor): string[] {
  return placesOf(cluster)
    .filter(({ isHost }) => !isHost)
    .map(({ name, number }) => `${number} ${name}`);
}

function placesOf({ hosts, paths }: ClusterDoctor): Place[] {
  const own = hosts.map(({ name }) => name);
  const names = [...new Set([...own, ...paths.map(({ to }) => to)])];
  return names.map((name, index) => ({ name, number: index + 1, isHost: own.includes(name) }));
}

interface Place {
  readonly name: string;
  readonly number: number;
  readonly isHost: boolean;
}

function table(
  cluster: ClusterDoctor,
  width: number,
  paint: Paint,
  cellOf: (path: DoctoredPath) => Cell,
  title: (place: Place) => string,
  isNumbered = false,
): string[] | null {
  const places = placesOf(cluster);
  const head: Cell[] = [
    { text: "from \\ to", style: "dim" },
    ...places.map(
      (place): Cell => ({ text: isNumbered ? String(place.number) : title(place), style: "dim" }),
    ),
  ];
  const rows = places
    .filter(({ isHost }) => isHost)
    .map((from): Cell[] => [
      { text: title(from), style: null },
      ...places.map((to) => cellBetween(cluster, from.name, to.name, cellOf)),
    ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.text.length ?? 0)),
  );
  if (widths.reduce((sum, each) => sum + each + 2, 0) > width) return null;
  return [head, ...rows].map((row) => line(row, widths, paint));
}

function cellBetween(
  { hosts, paths }: ClusterDoctor,
  from: string,
  to: string,
  cellOf: (path: DoctoredPath) => Cell,
): Cell {
  if (from === to) return { text: ".", style: "dim" };
  if (hosts.some(({ name, reachable }) => name === from && !reachable)) return { text: "?", style: "yellow" };
  const path = paths.find((each) => each.from === from && each.to === to);
  return path ? cellOf(path) : { text: "", style: null };
}

function line(row: readonly Cell[], widths: readonly number[], paint: Paint): string {
  const cells = row.map(({ text, style }, column) => {
    const padding = column === row.length - 1 ? "" : " ".repeat((widths[column] ?? 0) - text.length);
    return `${style === null || text === "" ? text : paint(style, text)}${padding}`;
  });
  return cells.join("  ").trimEnd();
}

function fullCell(path: DoctoredPath): Cell {
  const { problems, mtu, ping, rttMs } = path;
  if (problems.length > 0) return { text: problems.join(" "), style: "red" };
  const narrow = mtu && mtu.largest < mtu.link ? ` mtu ${mtu.largest}` : "";
  if (isUntried(path)) return { text: ping === false ? "no ping" : "?", style: "yellow" };
  const text = `${rttMs === null ? "ok" : milliseconds(rttMs)}${narrow}`;
  return { text, style: narrow === "" ? "green" : "yellow" };
}

function shortCell(path: DoctoredPath): Cell {
  const { text, style } = fullCell(path);
  return { text: style === "red" ? "x" : style === "green" ? "ok" : text === "?" ? "?" : "!", style };
}

/** Neither a port nor ping says that there is a way. */
function isUntried({ ports, rttMs }: DoctoredPath): boolean {
  return rttMs === null && !ports.some(({ reach }) => reach === "open" || reach === "refused");
}

function milliseconds(rttMs: number): string {
  if (rttMs < 0.1) return "<0.1 ms";
  return `${rttMs < 10 ? rttMs.toFixed(1) : Math.round(rttMs)} ms`;
}

function wrongWay({ from, to, problems }: DoctoredPath): string {
  return `${from} > ${to}  ${problems.join(" ")}`;
}
