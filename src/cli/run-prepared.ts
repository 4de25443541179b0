import type { Redactor } from "../engine/redact.ts";
import { newRunId } from "../engine/run-id.ts";
import { RunNotes } from "../engine/run-notes.ts";
import type { ReadyPlay } from "../engine/run-play.ts";
import { runPlaybook } from "../engine/run-playbook.ts";
import { exitCode } from "../errors.ts";
import type { NewRun } from "../record/run-facts.ts";
import { createReporter } from "../report/create-reporter.ts";
import type { Reporter } from "../report/reporter.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import { confirmStep } from "./confirm-step.ts";
import { hostTargets } from "./host-targets.ts";
import { hostTransport } from "./host-transport.ts";
import type { InterfaceRows } from "./interface-rows.ts";
import { type Interrupt, interruptSignal } from "./interrupt-signal.ts";
import { hasEnded, lockOwner } from "./lock-owner.ts";
import { nextSteps } from "./next-steps.ts";
import { ownVersion } from "./own-version.ts";
import type { PlayFlags } from "./play-flags.ts";
import type { PreparedRun, ReadyRun } from "./prepare-run.ts";
import { processRedactor } from "./process-redactor.ts";
import { readInterfaceRows } from "./read-interface-rows.ts";
import { readyPlay } from "./ready-play.ts";
import { type RecordedRun, recordRun } from "./record-run.ts";
import type { ResumedRun } from "./resumed-run.ts";
import { secretValues } from "./secret-values.ts";
import { startAtTask } from "./start-at-task.ts";

/** What a run is shown by, and what ends it, where it is one of many in this process. */
export interface RunSurroundings {
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Takes whether the database that the run needs could be used. */
  readonly database: (state: "ok" | "away") => void;
}

/** Runs a valid playbook on its hosts, and returns the exit code of lab. Throws InputError before the first contact. */
export async function runPrepared(
  run: ReadyRun,
  flags: PlayFlags,
  resumed: ResumedRun | null,
  around: RunSurroundings | null = null,
): Promise<number> {
  const signal = around?.signal ?? new AbortController().signal;
  const rows = await readInterfaceRows(run, { redactor: processRedactor, signal });
  if (!rows) return runWithRows(run, flags, resumed, { around, rows });
  around?.database("ok");
  const context = { ...run.context, inventory: rows.withRows(run.context.inventory) };
  return runWithRows({ ...run, context }, flags, resumed, { around, rows });
}

async function runWithRows(
  run: ReadyRun,
  flags: PlayFlags,
  resumed: ResumedRun | null,
  { around, rows }: { readonly around: RunSurroundings | null; readonly rows: InterfaceRows | null },
): Promise<number> {
  const { inventory } = run.context;
  const redactor = processRedactor;
  const plays = readyPlays(run, flags, redactor);
  const targets = await hostTargets(inventory, flags);
  for (const { password, becomePassword } of targets.values()) {
    for (const secret of [password, becomePassword]) if (secret !== undefined) redactor.add(secret);
  }
  const reporter = around?.reporter ?? (await createReporter(flags.report));
  const facts = newRun(run, flags, resumed);
  const { keepRuns } = flags;
  const recorded = recordRun(facts, { plays: run.plays, keepRuns, redactor, reporter });
  const { signal, interrupt, stop } = around ? endedBy(around.signal) : interruptSignal();
  let code: number = exitCode.internal;
  try {
    const outcome = await runPlaybook({
      run: facts.id,
      resumes: facts.resumes,
      playbook: run.playbook,
      plays,
      targets,
      transport: hostTransport(sshTransport(), (host) => inventory.hosts.has(host)),
      // What a check foretells is nothing to go on with.
      notes: new RunNotes(
        (note) => flags.check || recorded.journal.append(note),
        (text) => redactor.redact(text),
        resumed?.notes,
      ),
      rollsBack: flags.rollbackOnFailure,
      lock: { owner: lockOwner(), waitMs: flags.lockTimeoutMs, hasEnded },
      forks: flags.forks,
      check: flags.check,
      confirm: flags.step ? confirmStep(askOnTerminal, interrupt) : null,
      warnings: run.warnings,
      signal,
      redactor,
      emit: (event) => {
        recorded.emit(event);
        if (!flags.check) rows?.handle(event);
      },
    });
    const isTold = rows === null || (await tellRows(rows, recorded, around));
    const foundChanges = flags.check && flags.detailedExitcode && outcome.changed > 0;
    code = outcome.exitCode === exitCode.ok && foundChanges ? exitCode.changesFound : outcome.exitCode;
    if (code === exitCode.ok && !isTold) code = exitCode.hostsFailed;
    return code;
  } catch (error) {
    recorded.bug(error);
    throw error;
  } finally {
    stop();
    await recorded.end(code);
    await reporter.close();
    if (recorded.isRecorded && needsSteps(code)) tellSteps(facts, flags);
  }
}

/** Whether the database knows what was set up; what goes wrong there is told after the run. */
async function tellRows(
  rows: InterfaceRows,
  recorded: RecordedRun,
  around: RunSurroundings | null,
): Promise<boolean> {
  const { problems, isAway } = await rows.finish();
  if (isAway) around?.database("away");
  for (const problem of processRedactor.redactDeep(problems)) {
    recorded.emit({ kind: "warning", at: new Date().toISOString(), problem });
  }
  return !isAway;
}

/** Somebody else listens to Ctrl-C. */
function endedBy(signal: AbortSignal): Interrupt {
  return { signal, interrupt: () => {}, stop: () => {} };
}

function newRun(
  { playbook, plays, extraVars }: PreparedRun,
  flags: PlayFlags,
  resumed: ResumedRun | null,
): NewRun {
  return {
    id: newRunId(),
    resumes: resumed?.facts.id ?? null,
    undoes: null,
    playbook,
    check: flags.check,
    hosts: [...new Set(plays.flatMap(({ hosts }) => hosts))],
    limit: flags.limit ?? null,
    tags: flags.tags,
    skipTags: flags.skipTags,
    startAtTask: flags.startAtTask ?? null,
    extraVars,
    lab: ownVersion(),
  };
}

function needsSteps(code: number): boolean {
  return code !== exitCode.ok && code !== exitCode.changesFound;
}

function tellSteps(facts: NewRun, { report, inventory }: PlayFlags): void {
  if (report.output !== "json") report.stdout.write(`${nextSteps(facts, inventory).join("\n")}\n`);
}

function readyPlays({ plays, context }: PreparedRun, flags: PlayFlags, redactor: Redactor): ReadyPlay[] {
  for (const secret of secretValues(context.inventory, plays)) redactor.add(secret);
  const ready = plays.map((play) => readyPlay(play, context, (secret) => redactor.add(secret)));
  return flags.startAtTask === undefined ? ready : startAtTask(ready, flags.startAtTask);
}
