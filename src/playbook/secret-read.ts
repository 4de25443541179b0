import type { CompiledTask } from "./compiled-play.ts";
import { parseTemplate, type Template } from "./template.ts";
import { TemplateError } from "./text-error.ts";
import { templatesWithin } from "./value-template.ts";
import type { VariableLookUp } from "./variable-look-up.ts";

/** A part of a value: keys and indexes; "*" is any of them. */
type Part = readonly (string | number)[];

/**
 * Which secret the templates within a value show, in words: `"password" is secret`, `"url" holds the secret
 * "password"`; null where they show none. Of a malformed template nothing is said here.
 */
export function secretRead(
  value: unknown,
  lookUp: VariableLookUp,
  loop: CompiledTask["loop"],
): string | null {
  const search = new Search(lookUp, loop);
  for (const { text } of templatesWithin(value)) {
    for (const { name, keys, isShown } of parsed(text)?.roots ?? []) {
      const secret = isShown ? search.secretOf(name, keys) : null;
      if (secret !== null)
        return secret === name ? `"${name}" is secret` : `"${name}" holds the secret "${secret}"`;
    }
  }
  return null;
}

class Search {
  readonly #lookUp: VariableLookUp;
  readonly #loop: CompiledTask["loop"];
  /** Variables whose templates are being followed: one that is defined by itself is told elsewhere. */
  readonly #following = new Set<string>();

  constructor(lookUp: VariableLookUp, loop: CompiledTask["loop"]) {
    this.#lookUp = lookUp;
    this.#loop = loop;
  }

  /** The name of the variable that is marked as secret and that this part of a variable shows; null for none. */
  secretOf(name: string, part: Part): string | null {
    if (this.#following.has(name)) return null;
    this.#following.add(name);
    const found = this.#find(name, part);
    this.#following.delete(name);
    return found;
  }

  #find(name: string, part: Part): string | null {
    if (name === this.#loop?.itemName) return this.#within(this.#loop.entries, ["*", ...part]);
    for (const { value, secret, secretParts = [[]] } of this.#lookUp(name)) {
      if (secret && secretParts.some((path) => overlap(path, part))) return name;
      const found = this.#within(value, part);
      if (found !== null) return found;
    }
    return null;
  }

  #within(value: unknown, part: Part): string | null {
    for (const { path, text } of templatesWithin(value)) {
      if (!overlap(path, part)) continue;
      const template = parsed(text);
      const rest = template?.isValue ? part.slice(path.length) : [];
      for (const { name, keys, isShown } of template?.roots ?? []) {
        const found = isShown ? this.secretOf(name, [...keys, ...rest]) : null;
        if (found !== null) return found;
      }
    }
    return null;
  }
}

function parsed(text: string): Template | null {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

/** Whether one of two parts is the other, or lies within it. */
function overlap(a: Part, b: Part): boolean {
  return a.slice(0, b.length).every((key, index) => {
    const other = b[index];
    return key === "*" || other === "*" || String(key) === String(other);
  });
}
