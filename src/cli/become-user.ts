import type { CompiledPlay, CompiledStep, CompiledTask } from "../playbook/compiled-play.ts";
import { findModule } from "../resources/index.ts";

/** The play with `user` for all commands of which the playbook does not say whom they run as. Everything else stays root's. */
export function withBecomeUser(play: CompiledPlay, user: string): CompiledPlay {
  if (user === "root") return play;
  const location = { file: "--become-user", line: 1, column: 1, length: user.length, text: user };
  const runAs = { kind: "user", name: { value: user, location } } as const;

  function ofTask<Task extends CompiledTask>(task: Task): Task {
    const isUnsaid = task.runAs.kind === "root" && !task.runAs.isSaid;
    return isUnsaid && findModule(task.module)?.runsCommand ? { ...task, runAs } : task;
  }

  function ofStep(step: CompiledStep): CompiledStep {
    if (step.kind === "task") return ofTask(step);
    if (step.kind !== "block") return step;
    const { steps, rescue, always } = step;
    return { ...step, steps: steps.map(ofStep), rescue: rescue.map(ofStep), always: always.map(ofStep) };
  }

  return { ...play, steps: play.steps.map(ofStep), handlers: play.handlers.map(ofTask) };
}
