import { InputError, type Location } from "../errors.ts";
import type { BuildContext } from "../resources/module.ts";
import { type Assets, inTemplateFile } from "./assets.ts";
import type { Scope } from "./scope.ts";

/** What a module sees of the control machine while it builds the resource of a task at `location`. */
export function buildContext(assets: Assets, scope: Scope, location: Location): BuildContext {
  return {
    file: (src) => placed(location, () => assets.file(src)),
    template: (src, vars = {}) => {
      const file = placed(location, () => assets.template(src));
      const own = scope.with(vars);
      const variables = Object.fromEntries(file.template.roots.map(({ name }) => [name, own.lookUp(name)]));
      return inTemplateFile(file, () => String(file.template.render(defined(variables))));
    },
  };
}

/** A mistake that has no place of its own stands at the task that leads to it. */
function placed<T>(location: Location, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map((problem) => ({ ...problem, location: problem.location ?? location })),
    );
  }
}

function defined(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}
