import type { CompiledPlay, CompiledRole, CompiledStep } from "../playbook/compiled-play.ts";
import type { HostPlayContext } from "../playbook/host-play.ts";
import { hostScope } from "../playbook/host-scope.ts";
import { roleHostTasks } from "../playbook/role-host-tasks.ts";
import { UnknownValue } from "../playbook/scope.ts";

/** A step as it is listed: a task, or a group of them under a title: "block", "rescue", "always". */
export type ListedStep =
  | { readonly kind: "task"; readonly name: string; readonly tags: readonly string[] }
  | { readonly kind: "group"; readonly title: string; readonly steps: readonly ListedStep[] };

type ListedTask = Extract<ListedStep, { readonly kind: "task" }>;

/**
 * The steps of a play that its tags select. Of a role, the tasks that it has on any of the play's hosts, as
 * "role : task"; the role alone where its tasks cannot be known. Cost: one expansion per role and host.
 */
export function listedSteps(play: CompiledPlay, context: HostPlayContext): ListedStep[] {
  return play.steps.flatMap((step) => listed(step, play, context));
}

/** The tasks among listed steps, those of groups included. */
export function listedTasks(steps: readonly ListedStep[]): ListedTask[] {
  return steps.flatMap((step) => (step.kind === "task" ? [step] : listedTasks(step.steps)));
}

function listed(step: CompiledStep, play: CompiledPlay, context: HostPlayContext): ListedStep[] {
  switch (step.kind) {
    case "task":
      return selected([{ kind: "task", name: step.name, tags: tagsOf(play, step.tags) }], context);
    case "meta":
      return selected(
        [{ kind: "task", name: `meta: ${step.action}`, tags: tagsOf(play, step.tags) }],
        context,
      );
    case "role":
      return selected(roleTasks(step, play, context), context);
    case "block": {
      const groups = [
        { title: "block", steps: step.steps },
        { title: "rescue", steps: step.rescue },
        { title: "always", steps: step.always },
      ].map(({ title, steps }) => ({
        kind: "group" as const,
        title,
        steps: steps.flatMap((inner) => listed(inner, play, context)),
      }));
      return groups.filter(({ steps }) => steps.length > 0);
    }
  }
}

function selected(tasks: readonly ListedTask[], { isSelected }: HostPlayContext): ListedTask[] {
  return tasks.filter(({ tags }) => isSelected(tags));
}

function tagsOf(play: CompiledPlay, tags: readonly string[]): string[] {
  return [...new Set([...play.tags, ...tags])];
}

function roleTasks(step: CompiledRole, play: CompiledPlay, context: HostPlayContext): ListedTask[] {
  const tasks = new Map<string, ListedTask>();
  for (const host of play.hosts) {
    for (const { step: task, tags } of expansion(step, host, play, context)) {
      const name = task.kind === "meta" ? `meta: ${task.action}` : task.name;
      tasks.set(`${task.position[1]} ${name}`, {
        kind: "task",
        name: `${step.role} : ${name}`,
        tags: tagsOf(play, [...step.tags, ...tags]),
      });
    }
  }
  const alone = { kind: "task", name: `role ${step.role}`, tags: tagsOf(play, step.tags) } as const;
  return tasks.size > 0 ? [...tasks.values()] : [alone];
}

function expansion(step: CompiledRole, name: string, play: CompiledPlay, context: HostPlayContext) {
  const role = context.roles.get(step.role);
  const host = context.inventory.hosts.get(name);
  if (!role || !host) return [];
  const scope = hostScope(host, play, context.inventory);
  try {
    return roleHostTasks(step, role, host, context.inventory, scope, context.assetsOf(play.file)).steps;
  } catch (error) {
    // An argument waits for the answer to a prompt.
    if (error instanceof UnknownValue) return [];
    throw error;
  }
}
