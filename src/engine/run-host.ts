import type { HostPlay } from "../playbook/host-task.ts";
import { Executor } from "./executor.ts";
import { Forecaster } from "./forecaster.ts";
import { askAhead, type HostWork } from "./host-work.ts";
import { likelyTasks, type Pause, type Resume, walkPlay } from "./walk-play.ts";

/** Where a host waits for the others: while all foretell what their run will do (0), or in the run or check itself (1). */
export type HostPause = Pause & { readonly phase: 0 | 1 };

/**
 * Brings one host to the state that a play asks for; in check mode says what that would change. What the play is for
 * this host is made when it begins. Cost when there is
 * nothing to do: the connection, one frame for the facts that the play uses, and one for everything else; each task
 * that changes something costs one more. Yields where hosts have to meet. Throws ConnectionError when the host is lost.
 */
export async function* runHost(
  make: () => HostPlay,
  work: HostWork,
  meets: { readonly isLockstep: boolean; readonly asks: boolean },
): AsyncGenerator<HostPause, void, Resume> {
  const play = make();
  const { isLockstep, asks } = meets;
  const { variables } = work.memoryOf(work.host);
  const handlers = play.handlers.map(({ step }) => step);
  await askAhead(
    work,
    [...likelyTasks(play.steps), ...handlers],
    play.scope.with(Object.fromEntries(variables)),
  );
  const reader = work.check
    ? new Executor(work, { announced: [], expected: new Set() }, play.handlers)
    : null;
  const notified = work.notes.pending(play.handlers);
  const forecaster = new Forecaster(work, reader);
  const rescued = () => work.report.rescued();
  if (work.check) {
    yield* inPhase(
      1,
      walkPlay(play, variables, forecaster, { notified, meetsBeforeTasks: isLockstep, rescued }),
    );
    tellIrreversible(work, forecaster);
    forecaster.handOver();
    return;
  }
  const forecast = { notified, meetsBeforeTasks: false, rescued: () => {} };
  yield* inPhase(0, walkPlay(play, new Map(variables), forecaster, forecast));
  tellIrreversible(work, forecaster);
  work.notes.announced(forecaster.announced);
  const executor = new Executor(work, forecaster, play.handlers);
  const mark = work.rollsBack ? 0 : executor.mark();
  const takesBack = work.rollsBack || play.rollback;
  const isDone = yield* inPhase(
    1,
    walkPlay(play, variables, executor, { notified, meetsBeforeTasks: isLockstep || asks, rescued }),
  );
  if (!isDone && takesBack) await executor.rollBack(mark);
}

function tellIrreversible({ report }: HostWork, { irreversible }: Forecaster): void {
  if (irreversible.size > 0) report.irreversible([...irreversible]);
}

async function* inPhase(
  phase: HostPause["phase"],
  walk: AsyncGenerator<Pause, boolean, Resume>,
): AsyncGenerator<HostPause, boolean, Resume> {
  let step = await walk.next({ kind: "go" });
  while (!step.done) step = await walk.next(yield { ...step.value, phase });
  return step.value;
}
