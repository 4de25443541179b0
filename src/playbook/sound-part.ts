import { type CompiledPlay, type CompiledStep, leavesOf } from "./compiled-play.ts";

/**
 * A play without the steps that something is wrong with, so that the others can be checked on their hosts all the
 * same. Where steps are left out nothing is notified: the handlers may have come from them.
 */
export function soundPart(play: CompiledPlay, unsound: ReadonlySet<CompiledStep>): CompiledPlay {
  if (unsound.size === 0) return play;
  const silent = <Step extends CompiledStep>(step: Step): Step =>
    step.kind === "task" ? { ...step, notify: [] } : step;
  const soundSteps = (steps: readonly CompiledStep[]): CompiledStep[] =>
    steps
      .filter((step) => !unsound.has(step))
      .map((step) =>
        step.kind === "block"
          ? {
              ...step,
              steps: soundSteps(step.steps),
              rescue: soundSteps(step.rescue),
              always: soundSteps(step.always),
            }
          : silent(step),
      );
  const handlers = play.handlers.filter((handler) => !unsound.has(handler)).map(silent);
  return { ...play, steps: soundSteps(play.steps), handlers };
}

/** What is wrong with a block or import shows in all that is within. */
export function noteWithin(steps: readonly CompiledStep[], unsound: Set<CompiledStep>): void {
  for (const step of leavesOf(steps)) unsound.add(step);
}
