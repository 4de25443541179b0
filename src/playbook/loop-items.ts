import { InputError } from "../errors.ts";
import type { CompiledTask } from "./compiled-play.ts";
import { type Scope, UnknownValue } from "./scope.ts";

/** One round of a task's loop: the variables that it adds, and what it adds to the task's name. */
export interface LoopItem {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly suffix: string;
}

/** The rounds of a task; a task without a loop has one. Throws InputError where the loop is no list before the run. */
export function loopItems(task: CompiledTask, scope: Scope): LoopItem[] {
  if (task.loop === null) return [{ variables: {}, suffix: "" }];
  const { entries, location } = task.loop;
  const list = renderKnown(() => scope.withWritten(task.vars, task.location).render(entries, location));
  if (Array.isArray(list)) {
    return list.map((item: unknown, index) => ({
      variables: { item },
      // What is not to be logged may be the entry itself.
      suffix: task.noLog
        ? ` (entry ${index + 1})`
        : ` (${typeof item === "string" ? item : JSON.stringify(item)})`,
    }));
  }
  const found = typeof list === "object" && list !== null ? "a mapping" : JSON.stringify(list);
  throw new InputError({
    message: `"loop" must be a list, not ${found}`,
    location,
    hint: "write loop: [a, b]",
  });

  function renderKnown(render: () => unknown): unknown {
    try {
      return render();
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      throw new InputError({
        message: '"loop" depends on what is only known during the run',
        location,
        hint: "loop over a variable of the inventory, or let one shell task do all of it",
      });
    }
  }
}
