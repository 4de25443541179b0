import { exitCode } from "../errors.ts";
import type { RunFacts } from "../record/run-facts.ts";
import { type RunState, runState } from "../record/run-state.ts";
import { hostCount } from "../report/host-list.ts";
import type { Style } from "../report/paint.ts";

/** What a run came to, in words and in the style that fits. */
export interface RunOutcomeText {
  readonly text: string;
  readonly style: Style;
}

const unended: Readonly<Record<Exclude<RunState, "ended">, RunOutcomeText>> = {
  running: { text: "running", style: "cyan" },
  interrupted: { text: "interrupted", style: "yellow" },
  killed: { text: "killed", style: "red" },
};

/** "ok", "12 changed", "1 host failed, 2 hosts unreachable", "killed". */
export function runOutcome(run: RunFacts): RunOutcomeText {
  const state = runState(run);
  if (state !== "ended") return unended[state];
  const { failed = 0, unreachable = 0, changed = 0 } = run.totals ?? {};
  const losses = [
    ...(failed > 0 ? [`${hostCount(failed)} failed`] : []),
    ...(unreachable > 0 ? [`${hostCount(unreachable)} unreachable`] : []),
  ];
  if (losses.length > 0) return { text: losses.join(", "), style: "red" };
  if (run.exitCode === exitCode.internal) return { text: "ended by a bug of lab", style: "red" };
  if (changed === 0) return { text: run.check ? "nothing would change" : "nothing changed", style: "green" };
  return { text: `${changed} ${run.check ? "would change" : "changed"}`, style: "yellow" };
}

/** "2026-01-31 14:05:09" in local time. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  const two = (number: number): string => String(number).padStart(2, "0");
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** "0.31s", "12.4s", "2m 05s", "1h 02m"; empty for a run that was killed, whose end nobody knows. */
export function runDuration(run: RunFacts, now: Date = new Date()): string {
  if (run.end === null && runState(run) === "killed") return "";
  const end = run.end === null ? now.getTime() : Date.parse(run.end);
  return durationText((end - Date.parse(run.start)) / 1000);
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(Math.floor(seconds % 60)).padStart(2, "0")}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, "0")}m`;
}
