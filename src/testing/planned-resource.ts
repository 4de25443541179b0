import { InputError } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { parseYamlFile } from "../input/yaml-file.ts";
import type { BuildContext, Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import { foretoldState } from "../resources/path-image.ts";
import type { PathState } from "../resources/path-state.ts";
import type { Probe } from "../resources/probe.ts";
import type { Plan, Resource } from "../resources/resource.ts";
import { nothingThere } from "./path-states.ts";

/** What hosts answer, by the names of a resource's probes. A path of which nothing is said does not exist. */
export type States = Readonly<Record<string, unknown>>;

/** A resource that is planned without a host. */
export interface PlannedResource {
  readonly resource: Resource;
  /** What is to happen to a host that answers this. Throws where an answer is missing. */
  plan(states?: States): Plan;
  /** What would still be to do after that: a resource that converges has no changes left. */
  planAgain(states?: States): Plan;
}

/** A task of a playbook or a role, built as lab builds it. Throws InputError where its arguments are not valid. */
export function testResource<Arguments>(
  module: Module<Arguments>,
  args: Arguments,
  context: Partial<BuildContext> = {},
): PlannedResource {
  checkArguments(module, args);
  const refuse = (src: string): never => {
    throw new InputError({ message: `the test gives no file "${src}"`, hint: "give file and template" });
  };
  const base: BuildContext = { file: refuse, template: refuse, environment: {}, runAs: { kind: "root" } };
  return planned(module.build(args, { ...base, ...context }));
}

function planned(resource: Resource): PlannedResource {
  const plan = (given: States = {}): Plan => resource.plan(answersOf(resource, given));
  return {
    resource,
    plan,
    planAgain: (given = {}) => {
      const first = plan(given);
      return first.kind === "changes" ? resource.plan(statesAfter(resource, given, first)) : first;
    },
  };
}

function answersOf(resource: Resource, given: States): States {
  const missing = Object.entries(resource.probes).filter(
    ([name, probe]) => !(name in given) && probe.kind.name !== "path",
  );
  if (missing.length > 0) {
    const names = missing.map(([name, probe]) => `"${name}" (${probe.subject})`).join(", ");
    throw new InputError({
      message: `${resource.id} asks for what the test does not say: ${names}`,
      hint: "give its state to plan()",
    });
  }
  const paths = Object.entries(resource.probes).filter(([, probe]) => probe.kind.name === "path");
  return { ...Object.fromEntries(paths.map(([name]) => [name, nothingThere])), ...given };
}

function statesAfter(resource: Resource, given: States, plan: Extract<Plan, { kind: "changes" }>): States {
  const before = answersOf(resource, given);
  const paths = plan.changes.filter((change) => change.kind === "path");
  const foretold = Object.entries(resource.probes).map(([name, probe]): [string, unknown] => {
    const state = before[name];
    if (!isPathState(probe, state)) return [name, state];
    const path = probe.subject.slice("path ".length);
    return [name, paths.reduce((now, change) => foretoldState(path, now, change), state)];
  });
  return { ...Object.fromEntries(foretold), ...resource.after?.(before) };
}

function isPathState(probe: Probe, state: unknown): state is PathState {
  return probe.kind.name === "path" && typeof state === "object" && state !== null && "kind" in state;
}

function checkArguments(module: Module<never>, args: unknown): void {
  const source = parseYamlFile("arguments", JSON.stringify(args, null, 2));
  const problems = checkSchema(moduleSchema(module), args, source, [], `module "${module.name}"`);
  if (problems.length > 0) throw new InputError(problems);
}
