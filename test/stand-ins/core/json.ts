/** Any value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | Fields;

/** An object of JSON. */
export interface Fields {
  [key: string]: Json;
}

type Step = string | number;

/** Whether a value is an object, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses JSON; throws SyntaxError. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** The value at a path; null where there is none. */
export function at(value: Json | undefined, ...path: readonly Step[]): Json {
  let here: Json = value ?? null;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === "number") here = here[step] ?? null;
    else if (isFields(here)) here = here[String(step)] ?? null;
    else return null;
  }
  return here;
}

/** The text at a path, numbers and booleans spelt out; "" where there is none. */
export function textAt(value: Json | undefined, ...path: readonly Step[]): string {
  const found = at(value, ...path);
  return found === null || typeof found === "object" ? "" : String(found);
}

/** The list at a path; empty where there is none. */
export function listAt(value: Json | undefined, ...path: readonly Step[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The object at a path; empty where there is none. Changes to it are not seen by the value. */
export function fieldsAt(value: Json | undefined, ...path: readonly Step[]): Fields {
  const found = at(value, ...path);
  return isFields(found) ? found : {};
}

/** Sets the value at a path, and makes the objects on the way. */
export function setAt(target: Fields, path: readonly string[], value: Json): void {
  let here = target;
  for (const step of path.slice(0, -1)) {
    const next = here[step];
    if (isFields(next)) {
      here = next;
      continue;
    }
    const made: Fields = {};
    here[step] = made;
    here = made;
  }
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
}
