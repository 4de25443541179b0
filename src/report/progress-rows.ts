import { hostCount } from "./host-list.ts";
import type { Paint } from "./paint.ts";
import type { HostProgress, Progress } from "./progress.ts";

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Up to this many hosts each has a row of its own; of more, only that many at work are shown. */
const maxRows = 10;
const maxTaskWidth = 36;

/** "Base  12/40 hosts · 132 changed · 2 failed · 00:12". `now` in ms since 1970. */
export function playTitle(progress: Progress, now: number, paint: Paint): string {
  const hosts = [...progress.hosts.values()];
  const sum = (count: (host: HostProgress) => number) =>
    hosts.reduce((total, host) => total + count(host), 0);
  const changed = sum((host) => host.counts.changed);
  const failed = sum((host) => Number(host.state === "failed"));
  const unreachable = sum((host) => Number(host.state === "unreachable"));
  const deferred = sum((host) => host.counts.deferred);
  const parts = [
    `${hosts.filter(isFinished).length}/${hostCount(hosts.length)}`,
    changed > 0 ? paint("yellow", `${changed} ${progress.check ? "would change" : "changed"}`) : "",
    deferred > 0 ? paint("cyan", `${deferred} deferred`) : "",
    failed > 0 ? paint("red", `${failed} failed`) : "",
    unreachable > 0 ? paint("red", `${unreachable} unreachable`) : "",
    clock(now - progress.startedAt),
  ];
  return `${paint("bold", progress.play)}  ${parts.filter((part) => part !== "").join(" · ")}`;
}

/** The rows below the title while the play runs, at most `limit`; they may be wider than the terminal. */
export function hostRows(progress: Progress, now: number, limit: number, paint: Paint): string[] {
  const hosts = [...progress.hosts.values()];
  const room = Math.min(limit, maxRows);
  if (room < 1) return [];
  if (hosts.length <= room) return rows(hosts, now, paint);
  const shownFirst = hosts.filter((host) => !isFinished(host)).toSorted(byUrgency);
  const shown = shownFirst.slice(0, shownFirst.length > room ? room - 1 : room);
  const left = shownFirst.length - shown.length;
  const more = left > 0 ? [paint("dim", `… and ${left} more at work`)] : [];
  return [...rows(shown, now, paint), ...more];
}

/** Whether a host failed or could not be reached. */
export function hasFailures(progress: Progress): boolean {
  return [...progress.hosts.values()].some(({ state }) => state === "failed" || state === "unreachable");
}

function isFinished({ state }: HostProgress): boolean {
  return state === "done" || state === "failed" || state === "unreachable";
}

/** What has run longest comes first, then what is connected, then what waits. */
function byUrgency(a: HostProgress, b: HostProgress): number {
  const rank = (host: HostProgress) => ["running", "connected", "waiting"].indexOf(host.state);
  return rank(a) - rank(b) || a.since - b.since;
}

function rows(hosts: readonly HostProgress[], now: number, paint: Paint): string[] {
  const nameWidth = Math.max(0, ...hosts.map(({ host }) => host.length));
  const running = hosts.filter(({ state }) => state === "running");
  const taskWidth = Math.min(maxTaskWidth, Math.max(0, ...running.map(({ task }) => task.length)));
  return hosts.map((host) => row(host, now, nameWidth, taskWidth, paint));
}

function row(host: HostProgress, now: number, nameWidth: number, taskWidth: number, paint: Paint): string {
  const name = host.host.padEnd(nameWidth);
  switch (host.state) {
    case "running": {
      const frame = spinner[Math.floor(now / 100) % spinner.length] ?? "";
      const task = fitted(host.task, taskWidth);
      const seconds = `${Math.max(0, Math.floor((now - host.since) / 1000))}s`.padStart(4);
      return `${paint("yellow", frame)} ${name}  ${task} ${seconds}  ${paint("dim", host.line)}`.trimEnd();
    }
    case "done":
      return `${paint("green", "✔")} ${name}  ${counts(host)}`;
    case "failed":
      return `${paint("red", "✖")} ${name}  ${host.task}: ${host.line}`;
    case "unreachable":
      return `${paint("red", "✖")} ${name}  unreachable: ${host.line}`;
    case "connected":
      return `${paint("dim", "·")} ${name}  ${counts(host)}`;
    case "waiting":
      return paint("dim", `· ${name}  waiting`);
  }
}

function counts({ counts: { ok, changed, deferred } }: HostProgress): string {
  return `ok=${ok} changed=${changed}${deferred > 0 ? ` deferred=${deferred}` : ""}`;
}

function fitted(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number: number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
