import type { Location } from "../errors.ts";
import type { BuildContext } from "../resources/module.ts";
import { type Assets, inTemplateFile } from "./assets.ts";
import { placed } from "./placed.ts";
import type { Scope } from "./scope.ts";
import { renderTemplateWith } from "./value-template.ts";

/** What a module sees of the control machine while it builds a resource; `location` is where a task names the file. */
export function buildContext(
  assets: Assets,
  scope: Scope,
  location: Location,
  surroundings: Pick<BuildContext, "runAs" | "environment">,
): BuildContext {
  return {
    ...surroundings,
    file: (src) => placed(location, () => assets.file(src)),
    template: (src, vars = {}) => {
      const file = placed(location, () => assets.template(src));
      return inTemplateFile(file, () => asText(renderTemplateWith(file.template, scope.with(vars))));
    },
  };
}

/** A template file that is one expression and nothing else may come to any value. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
