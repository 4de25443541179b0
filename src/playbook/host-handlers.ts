import type { InputProblem } from "../errors.ts";
import type { Assets } from "./assets.ts";
import { collecting } from "./collecting.ts";
import type { CompiledHandler, CompiledPlay, CompiledTask } from "./compiled-play.ts";
import type { HostHandler } from "./host-task.ts";
import type { RoleExpansion } from "./role-host-tasks.ts";
import type { Scope } from "./scope.ts";
import { handlerNames } from "./unknown-handlers.ts";
import { yamlHostTask } from "./yaml-host-task.ts";

/** A handler, and the names by which tasks notify it: its own, and what it listens to. */
export interface CallableHandler {
  readonly names: readonly string[];
  readonly handler: HostHandler;
}

/** The handlers of the play's roles, then those of the play itself; these may notify all of them. */
export function callableHandlers(
  play: CompiledPlay,
  expansions: readonly RoleExpansion[],
  scope: Scope,
  assets: Assets,
  problems: InputProblem[],
): CallableHandler[] {
  const ofRoles = expansions.flatMap((expansion) =>
    expansion.handlers.map((handler) => ({ names: [handler.step.name], handler })),
  );
  const known = [
    ...ofRoles.map(({ names, handler }) => ({ names, id: handler.id })),
    ...play.handlers.map((written) => ({ names: handlerNames(written), id: idOf(written) })),
  ];
  const own = play.handlers.flatMap((written) => {
    const step = collecting(problems, () =>
      yamlHostTask(written, scope, assets, notifiedIds(written, known)),
    );
    return step === null ? [] : [{ names: handlerNames(written), handler: { id: idOf(written), step } }];
  });
  return [...ofRoles, ...own];
}

/** The ids of the handlers that a play's task notifies: handlers of the play, and of its roles. */
export function handlerIds(task: CompiledTask, handlers: readonly CallableHandler[]): string[] {
  return notifiedIds(
    task,
    handlers.map(({ names, handler }) => ({ names, id: handler.id })),
  );
}

function idOf({ position }: CompiledHandler): string {
  return String(position);
}

function notifiedIds(
  task: CompiledTask,
  handlers: readonly { readonly names: readonly string[]; readonly id: string }[],
): string[] {
  return task.notify.flatMap(({ handler: name }) =>
    handlers.filter(({ names }) => names.includes(name)).map(({ id }) => id),
  );
}
