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
import { foldHostProblems, type HostProblems } from "../playbook/fold-host-problems.ts";
import { type HostPlayContext, hostPlay } from "../playbook/host-play.ts";
import { hostPlayProblems } from "../playbook/host-play-problems.ts";
import type { HostPlay } from "../playbook/host-task.ts";
import { extraVars } from "./extra-vars.ts";
import { assetFolders, findInventory, findPlaybook } from "./project.ts";
import { TagsInUse } from "./tags-in-use.ts";

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
  const assets = new Assets(assetFolders(playbook));
  const limit = flags.limit ?? null;
  if (limit !== null) checkLimit(limit, inventory);
  const compiled = compilePlaybook(parseYamlFile(playbook, readFileSync(playbook, "utf8")), {
    inventory,
    limit,
    extraVars: extraVars(flags.extraVars),
    roles,
    assets,
  });
  if (limit !== null) checkLimitIsOfUse(limit, compiled.plays);
  const tags = new TagsInUse(compiled.plays, flags);
  const context: HostPlayContext = { inventory, roles, assets, isSelected: tags.isSelected };
  const problems: InputProblem[] = [];
  const plays = compiled.plays.map((play) => ({
    name: play.name,
    hosts: hostPlays(play, context, problems),
  }));
  problems.push(...tags.problems());
  if (problems.length > 0) throw new InputError(problems);
  return { playbook, inventory, plays };
}

function hostPlays(play: CompiledPlay, context: HostPlayContext, problems: InputProblem[]): HostPlay[] {
  const found: HostProblems[] = [];
  const ready = play.hosts.flatMap((name) => {
    const host = context.inventory.hosts.get(name);
    if (!host) return [];
    try {
      const whole = hostPlay(play, host, context);
      found.push({ host: name, problems: hostPlayProblems(whole) });
      return [whole];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      found.push({ host: name, problems: error.problems });
      return [];
    }
  });
  problems.push(...foldHostProblems(found));
  return ready;
}

/** A limit that matches nothing is a mistake: the run would do nothing and call it success. */
function checkLimit(limit: string, inventory: Inventory): void {
  const location = limitLocation(limit);
  if (matchHosts(limit, inventory, location).length > 0) return;
  throw new InputError({
    message: `--limit "${limit}" matches no host`,
    location,
    hint: "lab inventory --graph shows which hosts there are, and their groups",
  });
}

function checkLimitIsOfUse(limit: string, plays: readonly CompiledPlay[]): void {
  if (plays.length === 0 || plays.some(({ hosts }) => hosts.length > 0)) return;
  throw new InputError({
    message: `--limit "${limit}" leaves no host in any play`,
    location: limitLocation(limit),
    hint: "compare it with the hosts of the plays",
  });
}

function limitLocation(limit: string) {
  return { file: "--limit", line: 1, column: 1, length: Math.max(1, limit.length), text: limit };
}
