import type { InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { isMapping } from "../input/mapping.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import { batchSizes, failPercentage } from "./batch-size.ts";
import { checkPlayWords } from "./check-play-words.ts";
import { checkPlayName } from "./check-secrets.ts";
import { compileConditions } from "./compile-conditions.ts";
import type { CompileContext } from "./compile-context.ts";
import { compileHandlers } from "./compile-handlers.ts";
import { compileSteps } from "./compile-steps.ts";
import {
  type CompiledHandler,
  type CompiledPlay,
  type CompiledStep,
  type HostOrder,
  leavesOf,
  type Prompt,
} from "./compiled-play.ts";
import { KnownNames } from "./known-names.ts";
import { playContext } from "./play-context.ts";
import { playHosts } from "./play-hosts.ts";
import type { WrittenPlay } from "./play-imports.ts";
import { checkPlayVariables, type PlayVariables, playVariables } from "./play-variables.ts";
import { playKeywords } from "./playbook-schema.ts";
import { noValue, renderEarly } from "./render-early.ts";
import { type Site, valueAt, within } from "./site.ts";
import { soundPart } from "./sound-part.ts";
import type { HandedDown, Results, StepContext } from "./step-context.ts";
import { checkSettings, plainSettings, taskSettings } from "./task-settings.ts";
import { unknownHandlers } from "./unknown-handlers.ts";
import { withResults } from "./with-results.ts";
import { asList } from "./written-values.ts";

type PlaySource = Readonly<Record<string, unknown>>;

/** A compiled play, and its questions that have no answer yet. */
export interface PlayWithPrompts {
  readonly play: CompiledPlay;
  readonly prompts: readonly Prompt[];
  /** What of it can be checked on hosts; null where the play as a whole is wrong. */
  readonly sound: CompiledPlay | null;
}

/** Compiles one play; what is wrong with it goes to `problems`, and null comes back where nothing can be made of it. */
export function compilePlay(
  { written, site, imports }: WrittenPlay,
  context: CompileContext,
  resultsBefore: Results,
  problems: InputProblem[],
): PlayWithPrompts | null {
  const { source, path } = site;
  if (!isMapping(written)) {
    const hint = "a play looks like: { hosts: all, tasks: […] }";
    problems.push({ message: "a play is a mapping", location: source.locate(path), hint });
    return null;
  }
  problems.push(...checkPlayWords(written, site));
  const variables = playVariables(written, site, imports, context, problems);
  const { vars, unanswered, prompts } = variables;
  const hosts = hostsOf(written, site, variables, context, problems);
  const names = namesOf(hosts, variables, context, resultsBefore);
  problems.push(
    ...checkPlayVariables(variables, names),
    ...checkSettings(written, site, names, context.inventory),
  );
  const down = handedDown(written, site, imports, names, problems);
  const inner = playContext(context, source.file, variables, hosts, problems);
  const isSound = problems.length === 0;
  const { steps, results } = compileSteps(written, site, names, down, inner);
  const known = withResults(names, results);
  const handlers = compileHandlers(written.handlers, within(site, "handlers"), known, down, inner);
  problems.push(...notificationProblems(steps, handlers.steps));
  const play: CompiledPlay = {
    name: nameOf(written, site, inner),
    file: source.file,
    hosts: limited(hosts, context),
    vars,
    unanswered,
    tags: [...new Set([...imports.flatMap(tagsAt), ...asList(written.tags)])],
    steps,
    handlers: handlers.steps,
    results: { ...resultsBefore, ...results, ...handlers.results },
    serial: batchSizes(written.serial, within(site, "serial"), variables, problems),
    maxFailPercentage: failPercentage(
      written.max_fail_percentage,
      within(site, "max_fail_percentage"),
      variables,
      problems,
    ),
    order: orders.find((order) => order === written.order) ?? "inventory",
    isLockstep: written.order === "linear" || written.strategy === "linear",
    ignoreUnreachable: down.settings.ignoreUnreachable,
    anyErrorsFatal: down.settings.anyErrorsFatal,
    rollback: written.rollback === true,
    rollsBackRun: written.rollback === "run",
    location: source.locate([...path, "hosts"]),
  };
  return { play, prompts, sound: isSound ? soundPart(play, inner.unsound) : null };
}

const orders: readonly HostOrder[] = playKeywords.order.enum.filter((order) => order !== "linear");

/** Which handlers a role brings shows only on a host; without roles all is known here. */
function notificationProblems(
  steps: readonly CompiledStep[],
  handlers: readonly CompiledHandler[],
): InputProblem[] {
  const leaves = [...leavesOf(steps), ...handlers];
  return leaves.some((step) => step.kind === "role") ? [] : unknownHandlers(handlers, leaves, []);
}

/** None while variables are missing: of a play without hosts nothing is called undefined. */
function hostsOf(
  { hosts }: PlaySource,
  site: Site,
  variables: PlayVariables,
  { inventory }: CompileContext,
  problems: InputProblem[],
): readonly string[] {
  const selected = playHosts(hosts, within(site, "hosts"), variables, inventory, problems);
  return variables.isComplete ? selected : [];
}

function namesOf(
  hosts: readonly string[],
  { vars, unanswered }: PlayVariables,
  { inventory, extraVars }: CompileContext,
  resultsBefore: Results,
): KnownNames {
  const own = [...Object.keys(vars), ...unanswered];
  return withResults(new KnownNames(own, hosts, inventory, Object.keys(extraVars)), resultsBefore);
}

/** What the play and the imports that led to it say of all steps; their variables are those of the play. */
function handedDown(
  play: PlaySource,
  site: Site,
  imports: readonly Site[],
  names: KnownNames,
  problems: InputProblem[],
): HandedDown {
  return {
    settings: taskSettings(play, site, plainSettings),
    when: imports.flatMap((entry) =>
      compileConditions(valueAt(within(entry, "when")), within(entry, "when"), names, problems),
    ),
    tags: [],
    vars: {},
    files: [site.source.file],
  };
}

function nameOf(
  { name, hosts }: PlaySource,
  site: Site,
  { early, variables, problems }: StepContext,
): string {
  if (typeof name !== "string") {
    const pattern = asList(hosts).join(",");
    const selected = renderEarly(pattern, within(site, "hosts"), early, []);
    return selected === noValue ? pattern : asText(selected);
  }
  problems.push(...checkPlayName(name, within(site, "name"), variables));
  const rendered = renderEarly(name, within(site, "name"), early, problems);
  return rendered === noValue ? name : asText(rendered);
}

function tagsAt(site: Site): string[] {
  return asList(valueAt(within(site, "tags")));
}

function limited(hosts: readonly string[], { limit, inventory }: CompileContext): readonly string[] {
  if (limit === null) return hosts;
  const kept = new Set(matchHosts(limit, inventory));
  return hosts.filter((host) => kept.has(host));
}
