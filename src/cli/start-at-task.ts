import type { ReadyPlay } from "../engine/run-play.ts";
import { InputError } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { HostPlay, HostStep } from "../playbook/host-task.ts";

/**
 * The plays without what stands before the first task that `wanted` names: exactly, as "role : task", or by a glob.
 * Handlers stay. On a host that does not have the task, the play begins behind its place.
 * Throws InputError when there is no such task. Cost: works out the plays of hosts until the task is found.
 */
export function startAtTask(plays: readonly ReadyPlay[], wanted: string): ReadyPlay[] {
  const isWanted = matcherOf(wanted);
  const names = new Set<string>();
  for (const [index, play] of plays.entries()) {
    for (const { play: hostPlay } of play.hosts) {
      const steps = namedSteps(hostPlay().steps);
      const start = steps.find((step) => namesOf(step).some(isWanted));
      if (start) return [from(play, start.position), ...plays.slice(index + 1)];
      for (const name of steps.flatMap(namesOf)) names.add(name);
    }
  }
  throw new InputError({
    message: `no task of this run is called "${wanted}"`,
    location: {
      file: "--start-at-task",
      line: 1,
      column: 1,
      length: Math.max(1, wanted.length),
      text: wanted,
    },
    hint:
      suggestion(wanted, names) || "lab play PLAYBOOK --list-tasks shows the tasks; a * stands for any text",
  });
}

type NamedStep = Extract<HostStep, { readonly name: string }>;

/** The tasks at which a run can start; a rescue runs after a failure only. */
function namedSteps(steps: readonly HostStep[]): NamedStep[] {
  return steps.flatMap((step) => {
    if (step.kind === "block") return namedSteps([...step.steps, ...step.always]);
    return step.kind === "meta" ? [] : [step];
  });
}

function namesOf({ name, role }: NamedStep): string[] {
  return role === null ? [name] : [name, `${role} : ${name}`];
}

function from(play: ReadyPlay, start: HostStep["position"]): ReadyPlay {
  const hosts = play.hosts.map(({ host, play: make }) => ({
    host,
    play: (): HostPlay => {
      const whole = make();
      return { ...whole, steps: stepsFrom(whole.steps, start) };
    },
  }));
  return { ...play, hosts };
}

function stepsFrom(steps: readonly HostStep[], start: HostStep["position"]): HostStep[] {
  return steps.flatMap((step): HostStep[] => {
    if (step.kind !== "block") return isBefore(step.position, start) ? [] : [step];
    const within = stepsFrom(step.steps, start);
    const always = stepsFrom(step.always, start);
    return within.length + always.length === 0 ? [] : [{ ...step, steps: within, always }];
  });
}

function isBefore([step, task]: HostStep["position"], [startStep, startTask]: HostStep["position"]): boolean {
  return step === startStep ? task < startTask : step < startStep;
}

function matcherOf(wanted: string): (name: string) => boolean {
  if (!/[*?]/.test(wanted)) return (name) => name === wanted;
  const source = wanted
    .replaceAll(/[\\^$.+()[\]{}|/]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const pattern = new RegExp(`^${source}$`, "su");
  return (name) => name === wanted || pattern.test(name);
}
