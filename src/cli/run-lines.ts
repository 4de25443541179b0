import type { RunEvent } from "../engine/event.ts";
import { exitCode } from "../errors.ts";
import type { RunFacts } from "../record/run-facts.ts";
import { runState } from "../record/run-state.ts";
import type { Paint } from "../report/paint.ts";
import { recapLines } from "../report/recap.ts";
import { type RunStory, tellRun } from "../report/run-story.ts";
import { sanitize, sanitizeDeep } from "../report/sanitize.ts";
import { createTaskSummary } from "../report/task-summary.ts";
import { undoLines } from "../report/undo-lines.ts";
import { nextSteps } from "./next-steps.ts";
import { localTime, runDuration, runOutcome } from "./run-words.ts";

/** What `lab runs show` says of a run: facts, what its tasks did, what was taken back, recap and failures. */
export function runLines(run: RunFacts, recorded: readonly RunEvent[], paint: Paint): string[] {
  const events = sanitizeDeep(recorded);
  const story = tellRun(events);
  const { text, style } = runOutcome(run);
  return [
    `${paint("bold", `run ${run.id}`)}: ${paint(style, text)}`,
    ...runFactRows(run).map(([name, value]) => `  ${paint("dim", name.padEnd(9))} ${value}`),
    "",
    ...spaced(taskLines(events, story, paint)),
    ...spaced(events.flatMap((event) => (event.kind === "undo" ? undoLines(event, paint) : []))),
    ...spaced(unfinishedLines(story, paint)),
    ...recapLines(endOf(events, story), paint),
    ...(run.exitCode === exitCode.ok || runState(run) === "running"
      ? []
      : nextSteps(run, undefined).slice(1)),
  ];
}

/** What is known of a run beside its events, as names and values; values are safe to show. */
export function runFactRows(run: RunFacts): (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [
    ["playbook", `${run.playbook}${run.check ? ", check mode: nothing was written" : ""}`],
    ["resumes", run.resumes === null ? "" : `run ${run.resumes}`],
    ["undoes", run.undoes === null ? "" : `run ${run.undoes}`],
    ["started", localTime(run.start)],
    ["took", runDuration(run)],
    ["by", `${run.user} on ${run.machine}, process ${run.pid}, lab ${run.lab}`],
    ["limit", run.limit ?? ""],
    ["tags", run.tags.join(", ")],
    ["without", run.skipTags.join(", ")],
    ["from task", run.startAtTask ?? ""],
    ["exit code", run.exitCode === null ? "" : String(run.exitCode)],
  ];
  return rows.flatMap(([name, value]) => (value === "" ? [] : [[name, sanitize(value)] as const]));
}

function taskLines(events: readonly RunEvent[], { check, hosts }: RunStory, paint: Paint): string[] {
  const summary = createTaskSummary(check);
  for (const event of events) if (event.kind === "task-end") summary.add(event);
  return summary.lines(hosts.length, paint);
}

function unfinishedLines({ hosts }: RunStory, paint: Paint): string[] {
  return hosts.flatMap(({ host, unfinished }) =>
    unfinished === null ? [] : [`  ${paint("red", "not finished")}: ${unfinished.task}, on ${host}`],
  );
}

function endOf(events: readonly RunEvent[], story: RunStory): RunEvent & { kind: "run-end" } {
  const written = events.find((event) => event.kind === "run-end");
  if (written) return written;
  const { check, hosts, durationMs } = story;
  const recap = hosts.map((host) => host.recap);
  return { at: "", kind: "run-end", check, interrupted: true, seconds: durationMs / 1000, recap };
}

function spaced(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...lines, ""];
}
