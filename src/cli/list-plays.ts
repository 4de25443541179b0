import { countOf } from "../input/count-of.ts";
import type { CompiledPlay } from "../playbook/compiled-play.ts";
import type { HostPlayContext } from "../playbook/host-play.ts";
import { type ListedStep, listedSteps, listedTasks } from "./listed-steps.ts";
import type { PreparedRun } from "./prepare-run.ts";

/** What to list of each play. */
export interface Listing {
  readonly hosts: boolean;
  readonly tasks: boolean;
  readonly tags: boolean;
}

/** Hosts, tasks and tags of plays, as text; --limit, --tags and --skip-tags are applied. */
export function listPlays({ playbook, plays, context }: PreparedRun, listing: Listing): string {
  const blocks = plays.map((play, index) =>
    [heading(play, index), ...body(play, context, listing)].join("\n"),
  );
  return `playbook: ${playbook}\n\n${blocks.join("\n\n")}\n`;
}

function heading(play: CompiledPlay, index: number): string {
  return `  play ${index + 1}: ${play.name} (${countOf(play.hosts.length, "host")})  ${tagList(play.tags)}`;
}

function body(play: CompiledPlay, context: HostPlayContext, listing: Listing): string[] {
  const steps = listing.tasks || listing.tags ? listedSteps(play, context) : [];
  return [
    ...(listing.hosts ? section("hosts", play.hosts) : []),
    ...(listing.tasks ? section("tasks", lines(steps)) : []),
    ...(listing.tags ? [`    task tags: [${sortedTags(listedTasks(steps)).join(", ")}]`] : []),
  ];
}

function section(title: string, entries: readonly string[]): string[] {
  return [`    ${title}:`, ...entries.map((entry) => `      ${entry}`)];
}

function lines(steps: readonly ListedStep[]): string[] {
  return steps.flatMap((step) =>
    step.kind === "task"
      ? [`${step.name}  ${tagList(step.tags)}`]
      : [`${step.title}:`, ...lines(step.steps).map((line) => `  ${line}`)],
  );
}

function tagList(tags: readonly string[]): string {
  return `TAGS: [${[...new Set(tags)].join(", ")}]`;
}

function sortedTags(tasks: readonly { readonly tags: readonly string[] }[]): string[] {
  return [...new Set(tasks.flatMap(({ tags }) => tags))].toSorted();
}
