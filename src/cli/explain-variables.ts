import { createRedactor, type Redactor } from "../engine/redact.ts";
import { InputError, type Location } from "../errors.ts";
import type { DataPath } from "../input/data-path.ts";
import { isMapping } from "../input/mapping.ts";
import { isSecretName } from "../input/secret-name.ts";
import type { Inventory, InventoryHost, SourcedValue } from "../inventory/inventory.ts";
import { secretsIn } from "../inventory/sourced-value.ts";
import type { CompiledPlay } from "../playbook/compiled-play.ts";
import { hostScope } from "../playbook/host-scope.ts";
import { type Scope, UnknownValue } from "../playbook/scope.ts";
import { templatesWithin } from "../playbook/value-template.ts";
import { textsWithin } from "./secret-values.ts";

/** What a variable comes to on a host, secrets starred; or why that cannot be said. */
export type ShownValue =
  | { readonly kind: "known"; readonly value: unknown }
  | { readonly kind: "later"; readonly waitsFor: string }
  | { readonly kind: "wrong"; readonly message: string };

/** A value as written, secrets starred, and where. */
export interface Layer {
  readonly written: unknown;
  readonly location: Location;
}

/** One variable of a host, explained. */
export interface Explanation {
  readonly name: string;
  readonly shown: ShownValue;
  /** What is written, where that differs from the value. */
  readonly written: unknown;
  /** Where it is written. */
  readonly location: Location | null;
  /** Who sets it where it is written nowhere. */
  readonly setBy: "lab" | "task" | "prompt";
  readonly isSecret: boolean;
  /** What it overrides, nearest first. */
  readonly shadows: readonly Layer[];
}

/** The variables of a play that hold beside those of the inventory. */
export type PlayVariables = Pick<CompiledPlay, "vars" | "hosts" | "results" | "unanswered">;

const stars = "***";

/** Every variable that a host has in a play: those that users set, then lab's own, each by the alphabet. Pure. */
export function explainVariables(
  host: InventoryHost,
  play: PlayVariables,
  inventory: Inventory,
): Map<string, () => Explanation> {
  const scope = hostScope(host, play, inventory);
  const written = layered(host.vars, play.vars);
  const redactor = redactorFor(written);
  const magic = scope.names.filter((name) => !Object.hasOwn(written, name) && setterOf(name, play) === "lab");
  const explain = (name: string) => () => ({
    ...explanation(name, written[name], scope, redactor),
    setBy: setterOf(name, play),
  });
  const names = [...Object.keys(written).toSorted(), ...magic.toSorted(), ...laterNames(written, play)];
  return new Map(names.map((name) => [name, explain(name)]));
}

function setterOf(name: string, { results, unanswered }: PlayVariables): Explanation["setBy"] {
  if (unanswered.includes(name)) return "prompt";
  return Object.hasOwn(results, name) ? "task" : "lab";
}

/** What tasks and prompts will set; a variable of the same name is explained as it is before. */
function laterNames(written: object, { results, unanswered }: PlayVariables): string[] {
  const names = [...Object.keys(results), ...unanswered];
  return [...new Set(names)].filter((name) => !Object.hasOwn(written, name)).toSorted();
}

function layered(below: InventoryHost["vars"], above: CompiledPlay["vars"]): Record<string, SourcedValue> {
  const result: Record<string, SourcedValue> = { ...below };
  for (const [name, variable] of Object.entries(above)) {
    const shadowed = below[name];
    const shadows = shadowed ? [...variable.shadows, shadowed, ...shadowed.shadows] : variable.shadows;
    result[name] = { ...variable, shadows };
  }
  return result;
}

/** Other variables are made of secrets by templates. */
function redactorFor(written: Readonly<Record<string, SourcedValue>>): Redactor {
  const redactor = createRedactor();
  for (const [name, variable] of Object.entries(written)) {
    for (const layer of [variable, ...variable.shadows]) {
      const secrets = isSecretName(name) ? layer.value : secretsIn(layer);
      for (const text of textsWithin(secrets)) redactor.add(text);
    }
  }
  return redactor;
}

/** Where in the value of a variable its secrets are; an empty path for all of it. */
function secretParts(name: string, { secret, secretParts: parts = [[]] }: SourcedValue): readonly DataPath[] {
  if (isSecretName(name)) return [[]];
  return secret ? parts : [];
}

function explanation(
  name: string,
  variable: SourcedValue | undefined,
  scope: Scope,
  redactor: Redactor,
): Omit<Explanation, "setBy"> {
  const hide = (layer: SourcedValue): Layer => ({
    written: withoutSecrets(layer.value, redactor, secretParts(name, layer)),
    location: layer.location,
  });
  const parts = variable === undefined ? [] : secretParts(name, variable);
  const hasTemplates = variable !== undefined && templatesWithin(variable.value).length > 0;
  return {
    name,
    shown: shownValue(name, scope, redactor, (value) => withoutSecrets(value, redactor, parts)),
    written: hasTemplates ? hide(variable).written : undefined,
    location: variable?.location ?? null,
    isSecret: parts.length > 0,
    shadows: variable?.shadows.map(hide) ?? [],
  };
}

function shownValue(
  name: string,
  scope: Scope,
  redactor: Redactor,
  hide: (value: unknown) => unknown,
): ShownValue {
  try {
    return { kind: "known", value: hide(scope.lookUp(name)) };
  } catch (error) {
    if (error instanceof UnknownValue) return { kind: "later", waitsFor: error.waitsFor };
    if (error instanceof InputError) return { kind: "wrong", message: redactor.redact(error.message) };
    throw error;
  }
}

/** The value with stars for what stands at `parts` or under a secret name, and secrets taken out of all other texts. */
function withoutSecrets(value: unknown, redactor: Redactor, parts: readonly DataPath[]): unknown {
  if (parts.some((path) => path.length === 0)) return stars;
  const within = (key: string, inner: unknown): unknown => {
    const deeper = parts.filter(([first]) => String(first) === key).map((path) => path.slice(1));
    return withoutSecrets(inner, redactor, isSecretName(key) ? [[]] : deeper);
  };
  if (typeof value === "string") return redactor.redact(value);
  if (Array.isArray(value)) return value.map((inner, index) => within(String(index), inner));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(key, inner)]));
}
