import type { Redactor } from "../engine/redact.ts";
import { newRunId } from "../engine/run-id.ts";
import { RunNotes } from "../engine/run-notes.ts";
import type { ReadyPlay } from "../engine/run-play.ts";
import { runPlaybook } from "../engine/run-playbook.ts";
import { exitCode } from "../errors.ts";
import type { NewRun } from "../record/run-facts.ts";
import { createReporter } from "../report/create-reporter.ts";
import { sshTransport } from "../transport/ssh-transport.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import { confirmStep } from "./confirm-step.ts";
import { hostTargets } from "./host-targets.ts";
import { hostTransport } from "./host-transport.ts";
import { interruptSignal } from "./interrupt-signal.ts";
import { hasEnded, lockOwner } from "./lock-owner.ts";
import { nextSteps } from "./next-steps.ts";
import { ownVersion } from "./own-version.ts";
import type { PlayFlags } from "./play-flags.ts";
import type { PreparedRun, ReadyRun } from "./prepare-run.ts";
import { processRedactor } from "./process-redactor.ts";
import { readyPlay } from "./ready-play.ts";
import { recordRun } from "./record-run.ts";
import type { ResumedRun } from "./resumed-run.ts";
import { secretValues } from "./secret-values.ts";
import { startAtTask } from "./start-at-task.ts";

/** Runs a valid playbook on its hosts, and returns the exit code of lab. Throws InputError before the first contact. */
export async function runPrepared(
  run: ReadyRun,
  flags: PlayFlags,
  resumed: ResumedRun | null,
): Promise<number> {
  const { inventory } = run.context;
  const redactor = processRedactor;
  const plays = readyPlays(run, flags, redactor);
  const targets = await hostTargets(inventory, flags);
  for (const { password, becomePassword } of targets.values()) {
    for (const secret of [password, becomePassword]) if (secret !== undefined) redactor.add(secret);
  }
  const reporter = await createReporter(flags.report);
  const facts = newRun(run, flags, resumed);
  const { keepRuns } = flags;
  const recorded = recordRun(facts, { plays: run.plays, keepRuns, redactor, reporter });
  const { signal, interrupt, stop } = interruptSignal();
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
      emit: (event) => recorded.emit(event),
    });
    const foundChanges = flags.check && flags.detailedExitcode && outcome.changed > 0;
    code = outcome.exitCode === exitCode.ok && foundChanges ? exitCode.changesFound : outcome.exitCode;
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
