import type { SourcedValue } from "../inventory/inventory.ts";
import { layerOf } from "../inventory/layer-variables.ts";
import { checkTemplates } from "./check-texts.ts";
import { checkVariableNames } from "./check-variable-names.ts";
import { compileConditions } from "./compile-conditions.ts";
import type { KnownNames } from "./known-names.ts";
import { schemasOfValues } from "./schema-of-value.ts";
import { type Site, within } from "./site.ts";
import type { HandedDown, StepContext } from "./step-context.ts";
import { checkSettings, taskSettings } from "./task-settings.ts";
import { anyOf } from "./value-schema.ts";
import { asList, asMapping } from "./written-values.ts";

/**
 * What an import, block, role or task comes to with what is handed down to it: conditions after those around it, tags
 * and variables joined, settings in place of those around it. `names` has the variables of `written` already.
 */
export function handDown(
  written: Readonly<Record<string, unknown>>,
  site: Site,
  outer: HandedDown,
  names: KnownNames,
  { inventory, extraVars, problems }: Pick<StepContext, "inventory" | "extraVars" | "problems">,
): HandedDown {
  const vars = asMapping(written.vars);
  const varsSite = within(site, "vars");
  problems.push(
    ...checkVariableNames(vars, varsSite),
    ...checkTemplates(vars, varsSite, names),
    ...checkTemplates(written.name, within(site, "name"), names),
    ...checkSettings(written, site, names, inventory),
  );
  const own = [...layerOf(site.source, varsSite.path, vars)].filter(
    ([name]) => !Object.hasOwn(extraVars, name),
  );
  return {
    settings: taskSettings(written, site, outer.settings),
    when: [...outer.when, ...compileConditions(written.when, within(site, "when"), names, problems)],
    tags: [...new Set([...outer.tags, ...asList(written.tags)])],
    vars: {
      ...outer.vars,
      ...Object.fromEntries(own.map(([name, value]) => [name, above(outer, name, value)])),
    },
    files: outer.files,
  };
}

function above({ vars }: HandedDown, name: string, value: SourcedValue): SourcedValue {
  const below = Object.hasOwn(vars, name) ? vars[name] : undefined;
  return { ...value, shadows: below ? [below, ...below.shadows] : [] };
}

/**
 * The names that are known where the variables of `written` are. What a task has set before wins over them, so of a
 * name that was known already either form may hold.
 */
export function namesWithin(written: Readonly<Record<string, unknown>>, names: KnownNames): KnownNames {
  const vars = asMapping(written.vars);
  const known = names.with(Object.keys(vars));
  const forms = Object.entries(schemasOfValues(vars, known)).map(([name, form]) => {
    const before = names.schemaOf(name);
    return [name, before === null ? form : anyOf([before, form])] as const;
  });
  return known.withVariables(Object.fromEntries(forms));
}
