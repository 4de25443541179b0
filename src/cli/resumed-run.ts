import { exitCode, InputError } from "../errors.ts";
import { findRun } from "../record/find-run.ts";
import { readJournal } from "../record/journal.ts";
import type { RunFacts } from "../record/run-facts.ts";
import { runState } from "../record/run-state.ts";
import { lastRun } from "../record/runs.ts";
import type { PlayFlags } from "./play-flags.ts";

/** A run that another one goes on with. */
export interface ResumedRun {
  readonly facts: RunFacts;
  /** What it has noted. */
  readonly notes: readonly unknown[];
}

/**
 * The run of a playbook that `--resume` means: the one that is named, else the last one. Throws InputError where there is
 * nothing to go on with.
 */
export function resumedRun(named: string | true, playbook: string): ResumedRun {
  const facts = named === true ? lastRunOf(playbook) : findRun(named);
  const problem = problemOf(facts, playbook);
  if (problem) throw new InputError(problem);
  return { facts, notes: readJournal(facts.id) };
}

function lastRunOf(playbook: string): RunFacts {
  const last = lastRun((run) => !run.check && run.undoes === null && run.playbook === playbook);
  if (last) return last;
  const hint = "run it without --resume; lab runs shows what ran here";
  throw new InputError({ message: `there is no run of ${playbook} to resume`, hint });
}

function problemOf(facts: RunFacts, playbook: string): { message: string; hint: string } | null {
  const { id } = facts;
  if (facts.playbook !== playbook) {
    return {
      message: `the run ${id} was of ${facts.playbook}`,
      hint: `lab play ${facts.playbook} --resume ${id}`,
    };
  }
  if (facts.check)
    return { message: `the run ${id} was a check`, hint: "a check leaves nothing to go on with" };
  if (runState(facts) === "running") {
    const hint = "wait for its end, or end it";
    return { message: `the run ${id} is still at work (pid ${facts.pid} on ${facts.machine})`, hint };
  }
  if (facts.exitCode === exitCode.ok) {
    return { message: `the run ${id} has ended well`, hint: "run the playbook without --resume" };
  }
  return null;
}

/** The flags of a run that goes on with another: what is not given is as it was then. */
export function resumedFlags(flags: PlayFlags, { facts }: ResumedRun): PlayFlags {
  const given = flags.tags.length + flags.skipTags.length > 0;
  return {
    ...flags,
    ...(flags.limit === undefined && facts.limit !== null ? { limit: facts.limit } : {}),
    ...(given ? {} : { tags: facts.tags, skipTags: facts.skipTags }),
    ...(flags.startAtTask === undefined && facts.startAtTask !== null
      ? { startAtTask: facts.startAtTask }
      : {}),
    // A host may still be at what the run that was cut off has ordered last.
    lockTimeoutMs: Math.max(flags.lockTimeoutMs, patienceMs),
  };
}

const patienceMs = 10 * 60_000;

/** Values of -e are not kept, because they may be secret: those that are missing have to be given again. */
export function checkExtraVars({ facts }: ResumedRun, names: readonly string[]): void {
  const missing = facts.extraVars.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  const list = missing.map((name) => `-e ${name}=…`).join(" ");
  throw new InputError({ message: `the run ${facts.id} was given ${list}`, hint: "give the same again" });
}
