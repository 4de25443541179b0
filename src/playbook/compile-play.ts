import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import { findModule } from "../resources/index.ts";
import { checkTemplates } from "./check-texts.ts";
import { compileHandlers, compileSteps, type StepContext } from "./compile-steps.ts";
import { asList, asMapping, variableProblems } from "./compile-task.ts";
import type { CompiledPlay, CompiledRole, CompiledTask } from "./compiled-play.ts";
import { KnownNames } from "./known-names.ts";
import { isForeignEntry, isNotSupported, notSupported } from "./not-supported.ts";
import { playHosts, renderEarly } from "./play-hosts.ts";
import { playSchema } from "./playbook-schema.ts";
import { type Site, within } from "./site.ts";

type PlaySource = Readonly<Record<string, unknown>>;

/** What a playbook is compiled against. */
export interface CompileContext extends StepContext {
  readonly inventory: Inventory;
  /** Host pattern of --limit; null for all. */
  readonly limit: string | null;
  /** Variables of -e, which win over all others. */
  readonly extraVars: Readonly<Record<string, SourcedValue>>;
}

/** Compiles one play; what is wrong with it goes to `problems`, and null comes back where nothing can be made of it. */
export function compilePlay(
  written: unknown,
  site: Site,
  context: CompileContext,
  registeredBefore: CompiledPlay["registers"],
  problems: InputProblem[],
): CompiledPlay | null {
  const { source, path } = site;
  if (!isMapping(written)) {
    const hint = "a play looks like: { hosts: all, tasks: […] }";
    problems.push({ message: "a play is a mapping", location: source.locate(path), hint });
    return null;
  }
  problems.push(...checkWords(written, site));
  if (isForeignEntry(written)) return null;
  const own = sourcedVars(asMapping(written.vars), site);
  const vars = { ...own, ...context.extraVars };
  const hosts = playHosts(written.hosts, within(site, "hosts"), vars, context.inventory, problems);
  const names = new KnownNames(
    [...Object.keys(vars), ...Object.keys(registeredBefore)],
    hosts,
    context.inventory,
  );
  problems.push(
    ...checkTemplates(written.vars, within(site, "vars"), names),
    ...variableProblems(asMapping(written.vars), within(site, "vars")),
  );
  const { steps, known } = compileSteps(written, site, names, context, problems);
  const handlers = compileHandlers(
    written.handlers,
    within(site, "handlers"),
    known,
    context.assets,
    problems,
  );
  return {
    name: nameOf(written, site, vars, problems),
    hosts: limited(hosts, context),
    vars,
    tags: asList(written.tags),
    steps,
    handlers,
    registers: { ...registeredBefore, ...registersOf([...steps, ...handlers]) },
    location: source.locate([...path, "hosts"]),
  };
}

/** The keys of a play: words of Ansible that lab does not have, unknown ones, and values of a wrong type. */
function checkWords(play: PlaySource, site: Site): InputProblem[] {
  const { source, path } = site;
  const foreign = notSupported(play, "play", site);
  if (isForeignEntry(play)) return foreign;
  const module = Object.keys(play).find((key) => findModule(key) !== undefined);
  if (module !== undefined && !("hosts" in play)) {
    const hint = "a playbook is a list of plays, and a play has a list of tasks: { hosts: all, tasks: […] }";
    return [{ message: "this is a task, not a play", location: source.locateKey([...path, module]), hint }];
  }
  const own = Object.entries(play).filter(([key]) => !isNotSupported(key, "play"));
  return [...foreign, ...checkSchema(playSchema, Object.fromEntries(own), source, path, "the play")];
}

function sourcedVars(vars: object, { source, path }: Site): Record<string, SourcedValue> {
  return Object.fromEntries(
    Object.entries(vars).map(([name, value]: [string, unknown]) => [
      name,
      { value, location: source.locateKey([...path, "vars", name]), shadows: [] },
    ]),
  );
}

function nameOf(
  { name, hosts }: PlaySource,
  site: Site,
  vars: Readonly<Record<string, SourcedValue>>,
  problems: InputProblem[],
): string {
  if (typeof name !== "string") return asList(hosts).join(",");
  return renderEarly(name, within(site, "name"), vars, problems) ?? name;
}

function registersOf(steps: readonly (CompiledTask | CompiledRole)[]): Record<string, string> {
  return Object.fromEntries(
    steps.flatMap((step) =>
      step.kind === "task" && step.register !== null ? [[step.register, step.name]] : [],
    ),
  );
}

function limited(hosts: readonly string[], { limit, inventory }: CompileContext): readonly string[] {
  if (limit === null) return hosts;
  const within = new Set(matchHosts(limit, inventory));
  return hosts.filter((host) => within.has(host));
}
