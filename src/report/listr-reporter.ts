import type { RunEvent } from "../engine/event.ts";
import { printProblems } from "../input/print-problems.ts";
import { createDiffView } from "./diff-view.ts";
import { type LiveRows, startLiveRows } from "./live-rows.ts";
import type { Paint } from "./paint.ts";
import { createProgress, type Progress } from "./progress.ts";
import { hasFailures, hostRows, playTitle } from "./progress-rows.ts";
import { recapLines } from "./recap.ts";
import type { Reporter } from "./reporter.ts";
import { createTaskSummary, type TaskSummary } from "./task-summary.ts";
import { irreversibleText, undoLines } from "./undo-lines.ts";

/** Lines of the terminal that are kept free: the title, the line of the cursor, and one above. */
const reservedLines = 3;

interface Play {
  readonly progress: Progress;
  readonly summary: TaskSummary;
  readonly rows: LiveRows;
  /** No task has run so far: those that there were do not concern any host. */
  isIdle: boolean;
}

function irreversible({ irreversible: changes }: Progress): string[] {
  return changes.size === 0 ? [] : [irreversibleText([...changes])];
}

/**
 * Live rows while a play runs; when it is over its title stays, with the tasks that did something. The run ends with
 * the diffs, if asked for, and the recap.
 */
export function createListrReporter(options: {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly paint: Paint;
  readonly diff: boolean;
}): Reporter {
  const { stdout, stderr, paint } = options;
  const diffs = createDiffView(paint);
  const takenBack: string[] = [];
  let check = false;
  let play: Play | null = null;
  let written = Promise.resolve();

  /** Rows vanish asynchronously, so what follows them queues up. */
  const print = (lines: readonly string[]) => {
    written = written.then(() => void (lines.length > 0 && stdout.write(`${lines.join("\n")}\n`)));
  };

  function startPlay(event: RunEvent & { kind: "play-start" }): void {
    const progress = createProgress(event, check);
    const rows = () => {
      const now = Date.now();
      const limit = (stdout.rows ?? 24) - reservedLines;
      const warning = irreversible(progress);
      const rows = hostRows(progress, now, limit - warning.length, paint);
      return [playTitle(progress, now, paint), ...warning, ...rows];
    };
    // The rows of the play before must be gone first.
    const live = written.then(() => startLiveRows({ stdout, stderr, paint, rows }));
    play = {
      progress,
      summary: createTaskSummary(check),
      rows: { stop: async (title, outcome) => (await live).stop(title, outcome) },
      isIdle: true,
    };
  }

  function endPlay(at: number, interrupted: boolean): void {
    if (!play) return;
    const { progress, summary, rows, isIdle } = play;
    play = null;
    const failed = interrupted || hasFailures(progress);
    const outcome = failed ? "failed" : isIdle ? "idle" : "done";
    written = written.then(() => rows.stop(playTitle(progress, at, paint), outcome));
    print(summary.lines(progress.hosts.size, paint));
  }

  return {
    handle(event) {
      if (event.kind === "run-start") check = event.check;
      if (event.kind === "warning") stderr.write(`${printProblems([event.problem], "warning")}\n`);
      if (event.kind === "play-start") {
        endPlay(Date.parse(event.at), false);
        startPlay(event);
      }
      if (event.kind === "play-stopped") {
        endPlay(Date.parse(event.at), false);
        print([paint("red", `  play ended: ${event.message}`)]);
      }
      if (event.kind === "run-end") endPlay(Date.parse(event.at), event.interrupted);
      if (event.kind === "task-end") {
        play?.summary.add(event);
        if (play && event.outcome !== "skipped") play.isIdle = false;
        if (event.diff ?? options.diff) diffs.add(event);
      }
      if (event.kind === "undo") takenBack.push(...undoLines(event, paint));
      play?.progress.apply(event);
      if (event.kind === "run-end") print([...takenBack, "", ...diffs.lines(), ...recapLines(event, paint)]);
    },
    async close() {
      endPlay(Date.now(), true);
      await written;
    },
  };
}
