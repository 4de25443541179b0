import type { Failure, HostRecap, RunEvent } from "../engine/event.ts";
import { failureLines } from "./failure-lines.ts";
import { hostCount, whereText } from "./host-list.ts";
import type { Paint, Style } from "./paint.ts";

/** Above this many hosts, those with nothing to say share one line. */
const foldAbove = 50;

const counters = [
  "ok",
  "changed",
  "failed",
  "ignored",
  "rescued",
  "undone",
  "skipped",
  "deferred",
  "unreachable",
  "frames",
] as const;

/** These have a column only where they have something to say. */
const rare: ReadonlySet<string> = new Set(["ignored", "rescued", "undone"]);

const counterStyle: Partial<Record<(typeof counters)[number], Style>> = {
  changed: "yellow",
  failed: "red",
  deferred: "cyan",
  unreachable: "red",
};

/**
 * What a run ends with: one line per host (`node1 : ok=25 changed=0 …`, made for grep), the failures, identical
 * ones once with the list of their hosts, and a line that sums up.
 */
export function recapLines(run: RunEvent & { kind: "run-end" }, paint: Paint): string[] {
  const failures = failureGroups(run.recap).flatMap((group) => ["", ...groupLines(group, paint)]);
  return [...table(folded(run.recap), paint), ...failures, "", summaryLine(run, paint)];
}

function folded(recap: readonly HostRecap[]): readonly HostRecap[] {
  if (recap.length <= foldAbove) return recap;
  const quiet = recap.filter((host) => styleOf(host) === "green");
  const [first] = quiet;
  if (!first || quiet.length === 1) return recap;
  const sum = (count: (host: HostRecap) => number) => quiet.reduce((total, host) => total + count(host), 0);
  const together: HostRecap = {
    ...first,
    host: `${quiet.length} other hosts`,
    ok: sum((host) => host.ok),
    skipped: sum((host) => host.skipped),
    frames: sum((host) => host.frames),
    seconds: Math.max(...quiet.map((host) => host.seconds)),
  };
  return [...recap.filter((host) => styleOf(host) !== "green"), together];
}

function table(recap: readonly HostRecap[], paint: Paint): string[] {
  const nameWidth = Math.max(0, ...recap.map(({ host }) => host.length));
  const shown = counters.filter((name) => !rare.has(name) || recap.some((host) => host[name] > 0));
  const widths = shown.map((name) => Math.max(0, ...recap.map((host) => String(host[name]).length)));
  const times = recap.map(({ seconds }) => `${seconds.toFixed(2)}s`);
  const timeWidth = Math.max(0, ...times.map((time) => time.length));
  return recap.map((host, row) => {
    const cells = shown.map((name, column) => {
      const cell = `${name}=${host[name]}`.padEnd(name.length + 1 + (widths[column] ?? 0));
      const style = counterStyle[name];
      return style && host[name] > 0 ? paint(style, cell) : cell;
    });
    const name = paint(styleOf(host), host.host.padEnd(nameWidth));
    return `${name} : ${cells.join(" ")} ${(times[row] ?? "").padStart(timeWidth)}`;
  });
}

function styleOf(host: HostRecap): Style {
  if (host.failed > 0 || host.unreachable > 0 || host.failure !== null) return "red";
  if (host.changed > 0) return "yellow";
  return host.deferred > 0 ? "cyan" : "green";
}

interface FailureGroup {
  readonly failure: Failure;
  readonly hosts: string[];
}

function failureGroups(recap: readonly HostRecap[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { host, failure } of recap) {
    if (failure === null) continue;
    const key = JSON.stringify([failure.kind, failure.task, failure.message, failure.detail, failure.hint]);
    const group = groups.get(key);
    if (group) group.hosts.push(host);
    else groups.set(key, { failure, hosts: [host] });
  }
  return [...groups.values()];
}

function groupLines({ failure, hosts }: FailureGroup, paint: Paint): string[] {
  const task = failure.task === null ? "" : `: ${failure.task}`;
  return [
    `${paint("red", `${failure.kind}${task}`)}, on ${whereText(hosts)}`,
    ...failureLines(failure, paint),
  ];
}

/** "3 hosts: 41 changed · 12.40s", "nothing changed on 3 hosts · 0.31s"; "would change" in check mode. */
function summaryLine(
  { recap, check, interrupted, seconds }: RunEvent & { kind: "run-end" },
  paint: Paint,
): string {
  const sum = (count: (host: HostRecap) => number) => recap.reduce((total, host) => total + count(host), 0);
  const parts = [
    count(
      sum((host) => host.changed),
      check ? "would change" : "changed",
    ),
    count(
      sum((host) => host.deferred),
      "deferred",
    ),
    count(
      sum((host) => host.ignored),
      "failed and ignored",
    ),
    count(
      sum((host) => host.rescued),
      "rescued",
    ),
    count(
      sum((host) => host.undone),
      "taken back",
    ),
    count(recap.filter((host) => host.failed > 0).length, "failed", hostCount),
    count(recap.filter((host) => host.unreachable > 0).length, "unreachable", hostCount),
  ].filter((part) => part !== "");
  const nothing = check ? "nothing would change" : "nothing changed";
  const hosts = hostCount(recap.length);
  const outcome = parts.length === 0 ? `${nothing} on ${hosts}` : `${hosts}: ${parts.join(", ")}`;
  const text = `${interrupted ? "interrupted; " : ""}${outcome} · ${seconds.toFixed(2)}s`;
  return paint("bold", text);
}

function count(number: number, word: string, unit: (count: number) => string = String): string {
  return number === 0 ? "" : `${unit(number)} ${word}`;
}
