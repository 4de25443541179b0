import { InputError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import { secretsIn } from "../inventory/sourced-value.ts";
import { type CompiledPlay, leavesOf } from "../playbook/compiled-play.ts";
import { type Scope, UnknownValue } from "../playbook/scope.ts";
import { templatesWithin } from "../playbook/value-template.ts";

type Variables = Readonly<Record<string, SourcedValue>>;

/** Every text within the values that are marked as secret, in the inventory and in plays, as written. */
export function secretValues(inventory: Inventory, plays: readonly CompiledPlay[]): string[] {
  const ofPlays = plays.flatMap((play) => [play, ...leavesOf(play.steps), ...play.handlers]);
  const all = [...inventory.hosts.values(), ...ofPlays].flatMap(({ vars }) => Object.values(vars));
  return [...new Set(all.flatMap(secretsIn).flatMap(textsWithin))];
}

/** What the secret variables that hold templates come to on a host; those that are not known yet are passed over. */
export function renderedSecrets(vars: Variables, scope: Scope): string[] {
  return Object.entries(vars).flatMap(([name, variable]) => {
    if (templatesWithin(secretsIn(variable)).length === 0) return [];
    try {
      return textsWithin(secretsIn({ ...variable, value: scope.lookUp(name) }));
    } catch (error) {
      if (error instanceof UnknownValue || error instanceof InputError) return [];
      throw error;
    }
  });
}

/** Texts and numbers within a value, as texts. */
export function textsWithin(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsWithin);
  return isMapping(value) ? Object.values(value).flatMap(textsWithin) : [];
}
