import { mapStrings } from "./map-strings.ts";

/** What stands where a secret stood. */
const redacted = "«redacted»";

/** Knows the secrets of a run and takes them out of whatever is about to be shown or stored. */
export interface Redactor {
  /** Registers a secret; blank ones are ignored. */
  add(secret: string): void;
  /**
   * Replaces every registered secret, also where it is quoted for sh, or encoded as JSON, URL or base64. A secret
   * below 4 characters is replaced as a whole word only, or ordinary text would be lost. Of one with several lines
   * each word of 16 characters and more counts as a secret too, because output arrives line by line.
   * Cost: one pass over the text; none while no secret is registered.
   */
  redact(text: string): string;
  /** `redact` for every string in plain data, such as an event. */
  redactDeep<T>(value: T): T;
}

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | null = null;

  function redact(text: string): string {
    if (forms.size === 0) return text;
    pattern ??= anyOf(forms);
    return text.replace(pattern, redacted);
  }

  return {
    add(secret) {
      const before = forms.size;
      for (const form of formsOf(secret)) forms.add(form);
      if (forms.size > before) pattern = null;
    },
    redact,
    redactDeep: (value) => (forms.size === 0 ? value : mapStrings(value, redact)),
  };
}

/** The spellings under which a secret can turn up. */
function formsOf(secret: string): string[] {
  const text = secret.trim();
  if (text === "") return [];
  const words = text.includes("\n") ? text.split(/\s+/).filter((word) => word.length >= 16) : [];
  return [secret, text, ...words].flatMap(spellings);
}

function spellings(text: string): string[] {
  if (text.length < 4) return [text];
  return [
    text,
    text.replaceAll("'", "'\\''"),
    text.replace(/["$\\`]/g, "\\$&"),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text.toWellFormed()),
    ...base64Forms(Buffer.from(text)),
  ];
}

/** Base64 of the bytes by themselves, and what is certain of it where they stand at any offset in more bytes. */
function base64Forms(bytes: Buffer): string[] {
  const alone = bytes.toString("base64");
  const within = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((offset * 8) / 6), end);
  });
  return [alone, ...within.filter((form) => form.length >= 8)];
}

/** Longest first, so that a secret which contains another one goes whole. */
function anyOf(forms: ReadonlySet<string>): RegExp {
  const alternatives = [...forms]
    .toSorted((a, b) => b.length - a.length)
    .map((form) => {
      const literal = form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      return form.length < 4 ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])` : literal;
    });
  return new RegExp(alternatives.join("|"), "gu");
}
