import type { InputProblem } from "../errors.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import { layerOf, layerVariables, type VariableLayer } from "../inventory/layer-variables.ts";
import { checkTemplates } from "./check-texts.ts";
import { checkVariableNames } from "./check-variable-names.ts";
import type { CompileContext } from "./compile-context.ts";
import type { Prompt } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { promptsOf } from "./prompts.ts";
import type { EarlyVariables } from "./render-early.ts";
import { type Site, valueAt, within } from "./site.ts";
import { readVarsFiles } from "./vars-files.ts";
import { asMapping } from "./written-values.ts";

/** The variables of a play, each with what it shadows. */
export interface PlayVariables extends EarlyVariables {
  /** Questions that neither an answer nor -e has settled. */
  readonly prompts: readonly Prompt[];
  /** Every mapping of variables that belongs to the play, for checks. */
  readonly sites: readonly Site[];
  /** Whether all variables are known; see VarsFiles. */
  readonly isComplete: boolean;
}

/** Layers the variables of a play: vars, vars_files, answers, vars of the imports that led to it, -e; later ones win. */
export function playVariables(
  play: Readonly<Record<string, unknown>>,
  site: Site,
  imports: readonly Site[],
  { extraVars, answers, readFile }: CompileContext,
  problems: InputProblem[],
): PlayVariables {
  const asking = [site, ...imports].map((entry) => within(entry, "vars_prompt"));
  const asked = asking.flatMap((questions) => promptsOf(valueAt(questions), questions, problems));
  const open = asked.filter(({ name }) => !answers.has(name) && !Object.hasOwn(extraVars, name));
  const unanswered = [...new Set(open.map(({ name }) => name))];
  const own = layerAt(within(site, "vars"));
  const above: VariableLayer[] = [
    answersTo(asked, answers),
    ...imports.map((entry) => layerAt(within(entry, "vars"))),
    withSecretAnswers(extraVars, asked),
  ];
  const early = { vars: layerVariables([own, ...above]), unanswered };
  const read = readVarsFiles(play.vars_files, within(site, "vars_files"), early, readFile, problems);
  const files = read.files.map((source): Site => ({ source, path: [] }));
  return {
    vars: layerVariables([own, ...files.map(layerAt), ...above]),
    unanswered,
    prompts: open,
    sites: [within(site, "vars"), ...files, ...imports.map((entry) => within(entry, "vars"))],
    isComplete: read.isComplete,
  };
}

/** The names of a play's variables, and the templates in their values. */
export function checkPlayVariables({ sites }: PlayVariables, names: KnownNames): InputProblem[] {
  return sites.flatMap((site) => {
    const vars = mappingAt(site);
    return [...checkVariableNames(vars, site), ...checkTemplates(vars, site, names)];
  });
}

function answersTo(prompts: readonly Prompt[], answers: CompileContext["answers"]): VariableLayer {
  return new Map(
    prompts.flatMap(({ name }): [string, SourcedValue][] => {
      const answer = answers.get(name);
      return answer ? [[name, answer]] : [];
    }),
  );
}

/** What -e gives beforehand is as secret as what would have been typed. */
function withSecretAnswers(
  extraVars: CompileContext["extraVars"],
  prompts: readonly Prompt[],
): VariableLayer {
  const secrets = new Set(prompts.filter(({ isPrivate }) => isPrivate).map(({ name }) => name));
  return new Map(
    Object.entries(extraVars).map(([name, variable]): [string, SourcedValue] => {
      const { value, location, shadows } = variable;
      return [name, secrets.has(name) ? { value, location, shadows, secret: true } : variable];
    }),
  );
}

function layerAt(site: Site): VariableLayer {
  return layerOf(site.source, site.path, mappingAt(site));
}

function mappingAt(site: Site): Readonly<Record<string, unknown>> {
  return asMapping(valueAt(site));
}
