import { hasControls, stripControls } from "../input/strip-controls.ts";
import { cutSecrets, overlapBefore } from "./cut-secrets.ts";
import { secretRuns } from "./encoded-runs.ts";
import { literalSearch, replaceRanges, type TextRange } from "./literal-search.ts";
import { mapStrings } from "./map-strings.ts";
import { spellingsOf } from "./secret-spellings.ts";

/** What stands where a secret stood. */
export const redacted = "«redacted»";

/** Bytes of a secret below which base64 and hexadecimal digits are not decoded for it: chance would find it. */
const shortestEncoded = 6;

/** Knows the secrets of a run and takes them out of whatever is about to be shown or stored. */
export interface Redactor {
  /** It knows no secret. */
  readonly isEmpty: boolean;
  /** Registers a secret; blank ones are ignored. */
  add(secret: string): void;
  /**
   * Replaces every registered secret, also where it is quoted for sh, or encoded as JSON, URL, HTML, base64 or hex, over
   * line breaks too, or split by escape sequences; and what is left of one where lab has cut a text. A secret below 4
   * characters is replaced as a whole word only. Of one with several lines each word of 16 characters and more counts
   * as a secret too. Cost: linear in the text; none while no secret is registered.
   */
  redact(text: string): string;
  /** `redact` for every string in plain data, such as an event, but for the values of the keys in `except`. */
  redactDeep<T>(value: T, except?: ReadonlySet<string>): T;
  /** Where in a text begins what may be a secret that goes on in the next line; its length where nothing does. */
  openAt(text: string): number;
}

/** What is worked out of the secrets known so far. */
interface Searches {
  readonly plain: (text: string) => TextRange[];
  /** Of the bytes of secrets, as latin1. */
  readonly bytes: (text: string) => TextRange[];
  readonly manyLines: readonly string[];
}

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const forms = new Set<string>();
  const texts = new Set<string>();
  let known: Searches | null = null;
  const searches = () => {
    known ??= searchesFor(forms, texts);
    return known;
  };

  function withoutSecrets(text: string): string {
    const { plain, bytes } = searches();
    const literal = replaceRanges(text, [...plain(text), ...cutSecrets(text, forms)], redacted);
    const runs = secretRuns(literal, (run) => bytes(run).length > 0);
    return replaceRanges(literal, runs, redacted);
  }

  function redact(text: string): string {
    if (forms.size === 0) return text;
    const shown = withoutSecrets(text);
    if (!hasControls(shown)) return shown;
    // What a terminal leaves out must not hold a secret apart.
    const bare = stripControls(shown);
    const again = withoutSecrets(bare);
    return again === bare ? shown : again;
  }

  return {
    get isEmpty() {
      return forms.size === 0;
    },
    add(secret) {
      const before = forms.size;
      for (const text of partsOf(secret)) {
        texts.add(text);
        for (const form of spellingsOf(text)) forms.add(form);
      }
      if (forms.size > before) known = null;
    },
    redact,
    redactDeep: (value, except) => (forms.size === 0 ? value : mapStrings(value, redact, except)),
    openAt(text) {
      const lengths = searches().manyLines.map((form) => overlapBefore(text, text.length, form));
      return text.length - Math.max(0, ...lengths);
    },
  };
}

function searchesFor(forms: ReadonlySet<string>, texts: ReadonlySet<string>): Searches {
  const bytes = [...texts]
    .map((text) => Buffer.from(text).toString("latin1"))
    .filter((text) => text.length >= shortestEncoded);
  return {
    plain: literalSearch(forms),
    bytes: literalSearch(bytes),
    manyLines: [...forms].filter((form) => form.trimEnd().includes("\n")),
  };
}

/** What is to be hidden of a secret: all of it, without the white space around it, and the long words of several lines. */
function partsOf(secret: string): string[] {
  const text = secret.trim();
  if (text === "") return [];
  const words = text.includes("\n") ? text.split(/\s+/).filter((word) => word.length >= 16) : [];
  return [secret, text, ...words];
}
