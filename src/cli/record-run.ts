import type { RunEvent } from "../engine/event.ts";
import type { Redactor } from "../engine/redact.ts";
import type { InputProblem } from "../errors.ts";
import type { CompiledPlay } from "../playbook/compiled-play.ts";
import type { Journal } from "../record/journal.ts";
import { openRunRecord } from "../record/open-run-record.ts";
import { removeOldRuns } from "../record/remove-old-runs.ts";
import type { NewRun } from "../record/run-facts.ts";
import { openRunLog } from "../record/run-log.ts";
import type { Reporter } from "../report/reporter.ts";
import { recordedPlays } from "./recorded-plays.ts";

/** What a record needs beside the facts of the run. */
interface RecordOptions {
  readonly plays: readonly CompiledPlay[];
  /** Number of runs whose records are kept. */
  readonly keepRuns: number;
  readonly redactor: Redactor;
  readonly reporter: Reporter;
}

/** A run that is recorded and shown. */
export interface RecordedRun {
  readonly journal: Journal;
  /** Keeps an event, then shows it. */
  emit(event: RunEvent): void;
  /** Keeps an error that is a bug of lab. */
  bug(error: unknown): void;
  /** Completes record and logs; a process that ends without this completes the record, unless it is killed. */
  end(exitCode: number): Promise<void>;
  /** Whether there is a record; a disk that is full has none. */
  readonly isRecorded: boolean;
}

/** Begins the record of a run; where it cannot be written, the reporter says so, and the run goes on without one. */
export function recordRun(run: NewRun, { plays, keepRuns, redactor, reporter }: RecordOptions): RecordedRun {
  const troubles: InputProblem[] = [];
  const record = openRunRecord(run, recordedPlays(plays), {
    redact: (value) => redactor.redactDeep(value),
    trouble: (problem) => troubles.push(problem),
  });
  const log = openRunLog(run.id);
  const tellTroubles = (): void => {
    const at = new Date().toISOString();
    for (const problem of troubles.splice(0)) reporter.handle({ kind: "warning", at, problem });
  };
  const endRecord = (exitCode: number): void => record?.end(exitCode);
  process.once("exit", endRecord);
  return {
    journal: record?.journal ?? { append() {} },
    emit(event) {
      record?.write(event);
      log.write(event);
      reporter.handle(event);
      tellTroubles();
    },
    bug(error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.bug(redactor.redact(text));
    },
    async end(exitCode) {
      process.off("exit", endRecord);
      endRecord(exitCode);
      removeOldRuns(keepRuns);
      tellTroubles();
      await log.close();
    },
    isRecorded: record !== null,
  };
}
