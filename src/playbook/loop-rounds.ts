import { InputError } from "../errors.ts";
import type { CompiledTask, Loop } from "./compiled-play.ts";
import { type Scope, UnknownValue } from "./scope.ts";

/** One round of a loop: the variables that it adds, and what tells it apart from the others. */
export interface LoopRound {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly item: unknown;
  readonly label: string;
}

/** The rounds of a loop; `scope` has the task's own variables. Throws UnknownValue, and InputError where it is no list. */
export function loopRounds(task: CompiledTask, loop: Loop, scope: Scope): LoopRound[] {
  const list = scope.render(loop.entries, loop.location);
  if (Array.isArray(list)) {
    return list.map((item: unknown, index) => {
      const variables = {
        [loop.itemName]: item,
        ...(loop.indexName === null ? {} : { [loop.indexName]: index }),
      };
      return { variables, item, label: labelOf(task, loop, scope.with(variables), item, index) };
    });
  }
  const found = typeof list === "object" && list !== null ? "a mapping" : JSON.stringify(list);
  throw new InputError({
    message: `"loop" must be a list, not ${found}`,
    location: loop.location,
    hint: "write loop: [a, b]; the entries of a mapping are {{entries x}}",
  });
}

/** What is not to be logged may be the entry itself. */
function labelOf(task: CompiledTask, { label }: Loop, scope: Scope, item: unknown, index: number): string {
  if (task.noLog) return `entry ${index + 1}`;
  if (label === null) return typeof item === "string" ? item : JSON.stringify(item);
  try {
    const rendered = scope.render(label.value, label.location);
    return typeof rendered === "string" ? rendered : JSON.stringify(rendered);
  } catch (error) {
    if (error instanceof UnknownValue) return `entry ${index + 1}`;
    throw error;
  }
}
