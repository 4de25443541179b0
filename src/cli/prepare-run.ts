import { readFileSync } from "node:fs";
import { roles as ownRoles } from "../../roles/index.ts";
import type { ReadyPlay } from "../engine/run-playbook.ts";
import { InputError, type InputProblem } from "../errors.ts";
import { parseYamlFile } from "../input/yaml-file.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { loadInventory } from "../inventory/load-inventory.ts";
import { Assets } from "../playbook/assets.ts";
import { compilePlaybook } from "../playbook/compile-playbook.ts";
import type { CompiledPlay } from "../playbook/compiled-play.ts";
import { type HostPlayContext, hostPlay } from "../playbook/host-play.ts";
import { hostPlayProblems } from "../playbook/host-play-problems.ts";
import type { HostPlay } from "../playbook/host-task.ts";
import { tagSelection } from "../playbook/tag-selection.ts";
import { extraVars } from "./extra-vars.ts";
import { assetFolders, findInventory, findPlaybook } from "./project.ts";

/** The flags that decide what a run is about. */
export interface RunFlags {
  readonly inventory?: string;
  readonly limit?: string;
  readonly extraVars: readonly string[];
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
}

/** A run that is known to be valid; nothing was contacted. */
export interface PreparedRun {
  readonly playbook: string;
  readonly inventory: Inventory;
  readonly plays: readonly ReadyPlay[];
}

/** Reads and checks everything that a run needs. Throws InputError with every mistake that can be found without a host. */
export function prepareRun(name: string, flags: RunFlags): PreparedRun {
  const playbook = findPlaybook(name);
  const inventory = loadInventory(findInventory(flags.inventory));
  const roles = new Map(ownRoles.map((role) => [role.name, role]));
  const limit = flags.limit ?? null;
  if (limit !== null) checkLimit(limit, inventory);
  const compiled = compilePlaybook(parseYamlFile(playbook, readFileSync(playbook, "utf8")), {
    inventory,
    limit,
    extraVars: extraVars(flags.extraVars),
    roles,
  });
  const context: HostPlayContext = {
    inventory,
    roles,
    assets: new Assets(assetFolders(playbook)),
    isSelected: tagSelection(flags.tags, flags.skipTags),
  };
  const problems: InputProblem[] = [];
  const plays = compiled.plays.map((play) => ({
    name: play.name,
    hosts: hostPlays(play, context, problems),
  }));
  if (problems.length > 0) throw new InputError(problems);
  return { playbook, inventory, plays };
}

function hostPlays(play: CompiledPlay, context: HostPlayContext, problems: InputProblem[]): HostPlay[] {
  return play.hosts.flatMap((name) => {
    const host = context.inventory.hosts.get(name);
    if (!host) return [];
    try {
      const ready = hostPlay(play, host, context);
      problems.push(...hostPlayProblems(ready));
      return [ready];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
}

/** A limit that matches nothing is a mistake: the run would do nothing and call it success. */
function checkLimit(limit: string, inventory: Inventory): void {
  const location = { file: "--limit", line: 1, column: 1, length: limit.length, text: limit };
  if (matchHosts(limit, inventory, location).length > 0) return;
  throw new InputError({ message: `--limit "${limit}" matches no host`, location });
}
