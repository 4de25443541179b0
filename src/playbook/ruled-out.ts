import { InputError } from "../errors.ts";
import type { Condition } from "./compiled-play.ts";
import { conditionsHold } from "./conditions.ts";
import { type Scope, UnknownValue } from "./scope.ts";
import { conditionReads } from "./task-reads.ts";

/**
 * Whether conditions are false for certain without a question to the host. What cannot be evaluated yet, or at all, is told
 * when the task's turn comes. Pure; never throws for what a playbook holds.
 */
export function isRuledOut(conditions: readonly Condition[], scope: Scope): boolean {
  return conditions.some((condition) => isFalse(condition, scope));
}

function isFalse(condition: Condition, scope: Scope): boolean {
  if (scope.reads(conditionReads([condition])).has("facts")) return false;
  try {
    return !conditionsHold([condition], scope);
  } catch (error) {
    if (error instanceof UnknownValue || error instanceof InputError) return false;
    throw error;
  }
}
