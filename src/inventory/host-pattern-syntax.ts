import type { InputProblem } from "../errors.ts";

/** What one term of a host pattern selects by: an exact name, or a test that names must pass. */
export type Selector =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "test"; test(name: string): boolean };

/** One part of a host pattern: `&web*`, `!prod`, `workers[0:2]`. */
export interface Term {
  /** As written. */
  readonly text: string;
  readonly operation: "union" | "intersection" | "exclusion";
  readonly selector: Selector;
  /** Of the hosts selected, in order; counted from 0, a negative first from the end, the last one included. */
  readonly subscript: { readonly first: number; readonly last: number | "end" | "only" } | null;
}

/** Splits a host pattern at `:` and `,` and reads its terms. */
export function parseHostPattern(pattern: string): { terms: Term[]; problems: InputProblem[] } {
  const terms: Term[] = [];
  const problems: InputProblem[] = [];
  for (const text of split(pattern)) {
    const term = parseTerm(text);
    if ("message" in term) problems.push(term);
    else terms.push(term);
  }
  if (terms.length + problems.length === 0) {
    problems.push({
      message: "the host pattern is empty",
      hint: 'name hosts or groups; "all" stands for all hosts',
    });
  }
  return { terms, problems };
}

/** Separators inside brackets belong to a subscript or a regular expression. */
function split(pattern: string): string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (const char of pattern) {
    if ("[({".includes(char)) depth += 1;
    if ("])}".includes(char)) depth -= 1;
    if ((char === ":" || char === ",") && depth <= 0) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  return [...parts, part].map((text) => text.trim()).filter((text) => text !== "");
}

function parseTerm(text: string): Term | InputProblem {
  const operation = text.startsWith("&") ? "intersection" : text.startsWith("!") ? "exclusion" : "union";
  const body = operation === "union" ? text : text.slice(1).trim();
  const [, before, first, separator, last] = /^(.+)\[(-?\d+)(?:(:)(\d*))?\]$/.exec(body) ?? [];
  if (before === undefined || body.startsWith("~")) {
    const selector = selectorOf(body);
    return "message" in selector ? selector : { text, operation, selector, subscript: null };
  }
  if (separator !== undefined && Number(first) < 0) {
    return { message: `the range in "${text}" cannot begin with a negative number` };
  }
  const selector = selectorOf(before);
  if ("message" in selector) return selector;
  const end = separator === undefined ? "only" : last === "" ? "end" : Number(last);
  return { text, operation, selector, subscript: { first: Number(first), last: end } };
}

function selectorOf(text: string): Selector | InputProblem {
  if (text.startsWith("~")) return regularExpression(text.slice(1));
  if (!/[*?[\]]/.test(text)) {
    return text === ""
      ? { message: "a name is missing behind & or ! in the host pattern" }
      : { kind: "name", name: text };
  }
  return globOf(text);
}

/** Matches from the beginning of a name, as in Ansible. */
function regularExpression(source: string): Selector | InputProblem {
  try {
    const expression = new RegExp(`^(?:${source})`);
    return { kind: "test", test: (name) => expression.test(name) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { message: `the host pattern "~${source}" is not a regular expression: ${reason}` };
  }
}

/** `*`, `?`, `[abc]`, `[a-c]` and `[!abc]` as in a shell. */
function globOf(text: string): Selector | InputProblem {
  const tokens = text.match(/\*|\?|\[!?[A-Za-z0-9._-]+\]|[A-Za-z0-9._-]+/g) ?? [];
  if (tokens.join("") !== text) {
    const hint = "a subscript is [0], [-1] or [1:3]; a choice of characters is [abc]";
    return { message: `the host pattern "${text}" is malformed`, hint };
  }
  const source = tokens.map((token) => {
    if (token === "*") return ".*";
    if (token === "?") return ".";
    if (token.startsWith("[")) return token.replace(/^\[!/, "[^");
    return token.replaceAll(".", "\\.");
  });
  const expression = regularExpression(`${source.join("")}$`);
  return "message" in expression ? { message: `the host pattern "${text}" is malformed` } : expression;
}
