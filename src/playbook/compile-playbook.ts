import { InputError, type InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { suggestion } from "../input/suggest.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import type { Role } from "../role/role.ts";
import { checkTemplates } from "./check-texts.ts";
import { compileSteps, compileTasks } from "./compile-steps.ts";
import { asList } from "./compile-task.ts";
import type { CompiledPlay, CompiledPlaybook, CompiledRole, CompiledTask } from "./compiled-play.ts";
import { KnownNames } from "./known-names.ts";
import { type PlaySource, playSchema } from "./playbook-schema.ts";
import { isTemplate } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { renderText } from "./value-template.ts";

/** What a playbook is compiled against. */
export interface CompileContext {
  readonly inventory: Inventory;
  /** Host pattern of --limit; null for all. */
  readonly limit: string | null;
  /** Variables of -e, which win over all others. */
  readonly extraVars: Readonly<Record<string, SourcedValue>>;
  readonly roles: ReadonlyMap<string, Role>;
}

/** Turns a parsed playbook into plain, valid data. Pure. Throws InputError with every problem found. */
export function compilePlaybook(source: YamlFile, context: CompileContext): CompiledPlaybook {
  const problems: InputProblem[] = [];
  if (!Array.isArray(source.data) || source.data.length === 0) {
    throw new InputError({
      message: "a playbook is a list of plays",
      location: source.locate([]),
      hint: "start with: - hosts: all",
    });
  }
  const plays: CompiledPlay[] = [];
  for (const index of source.data.keys()) {
    const play = compilePlay(source, index, context, plays.at(-1)?.registers ?? {}, problems);
    if (play) plays.push(play);
  }
  if (problems.length > 0) throw new InputError(problems);
  return { file: source.file, plays };
}

function compilePlay(
  source: YamlFile,
  index: number,
  context: CompileContext,
  registeredBefore: CompiledPlay["registers"],
  problems: InputProblem[],
): CompiledPlay | null {
  const written: unknown = Array.isArray(source.data) ? source.data[index] : undefined;
  const found = checkSchema(playSchema, written, source, [index], "play");
  if (found.length > 0 || !isPlay(written)) {
    problems.push(...found);
    return null;
  }
  const vars = sourcedVars(written.vars, source, index);
  const pattern = hostPattern(written, source, index, { ...vars, ...context.extraVars }, problems);
  if (pattern === null) return null;
  const hosts = hostsOf(pattern, source, index, context, problems);
  const names = new KnownNames(
    [...Object.keys(vars), ...Object.keys(context.extraVars), ...Object.keys(registeredBefore)],
    hosts,
    context.inventory,
  );
  problems.push(...checkTemplates(written.vars, { source, path: [index, "vars"] }, names));
  const { steps, known } = compileSteps(written, { source, path: [index] }, names, context.roles, problems);
  const handlers = compileTasks(
    written.handlers,
    { source, path: [index, "handlers"] },
    known,
    problems,
  ).tasks;
  return {
    name: written.name ?? written.hosts,
    hosts: limited(hosts, context),
    vars: { ...vars, ...context.extraVars },
    tags: asList(written.tags),
    steps,
    handlers,
    registers: { ...registeredBefore, ...registersOf([...steps, ...handlers]) },
    location: source.locate([index, "hosts"]),
  };
}

function registersOf(steps: readonly (CompiledTask | CompiledRole)[]): Record<string, string> {
  return Object.fromEntries(
    steps.flatMap((step) =>
      step.kind === "task" && step.register !== null ? [[step.register, step.name]] : [],
    ),
  );
}

function isPlay(value: unknown): value is PlaySource {
  return typeof value === "object" && value !== null && "hosts" in value && typeof value.hosts === "string";
}

function sourcedVars(
  vars: object | undefined,
  source: YamlFile,
  index: number,
): Record<string, SourcedValue> {
  return Object.fromEntries(
    Object.entries(vars ?? {}).map(([name, value]) => [
      name,
      { value, location: source.locateKey([index, "vars", name]), shadows: [] },
    ]),
  );
}

/** The pattern of `hosts`, which may be a template of the play's own and the extra variables. */
function hostPattern(
  play: PlaySource,
  source: YamlFile,
  index: number,
  vars: Readonly<Record<string, SourcedValue>>,
  problems: InputProblem[],
): string | null {
  if (!isTemplate(play.hosts)) return play.hosts;
  try {
    const lookUp = (name: string): unknown => {
      const value = vars[name]?.value;
      return typeof value === "string" && isTemplate(value) ? renderText(value, lookUp) : value;
    };
    return String(renderText(play.hosts, lookUp));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    problems.push({
      message: error.message,
      location: source.locateWithin([index, "hosts"], error.offset, error.length),
      hint: error.hint || "give it with -e NAME=VALUE, or in the play's vars",
    });
    return null;
  }
}

function hostsOf(
  pattern: string,
  source: YamlFile,
  index: number,
  { inventory }: CompileContext,
  problems: InputProblem[],
): readonly string[] {
  const location = source.locate([index, "hosts"]);
  try {
    const hosts = matchHosts(pattern, inventory);
    if (hosts.length === 0) {
      const hint = suggestion(pattern, [...inventory.groups.keys(), ...inventory.hosts.keys()]);
      problems.push({ message: `the pattern "${pattern}" matches no host`, location, hint });
    }
    return hosts;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(
      ...error.problems.map((problem) => ({ ...problem, location: problem.location ?? location })),
    );
    return [];
  }
}

function limited(hosts: readonly string[], { limit, inventory }: CompileContext): readonly string[] {
  if (limit === null) return hosts;
  const within = new Set(matchHosts(limit, inventory));
  return hosts.filter((host) => within.has(host));
}
