import { suggestion } from "../input/suggest.ts";
import type { CelFunction } from "./cel-environment.ts";
import { inWords } from "./cel-words.ts";
import type { ExpressionRoot } from "./expression-roots.ts";
import { ExpressionError } from "./text-error.ts";

/** What people write who know Jinja, and the CEL word for it. Texts in quotes are blanked before the search. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/\{\{|\}\}/, "an expression stands without {{ }}"],
  [
    /\bis\s+(not\s+)?(un)?defined\b/,
    "write has(a.b) for `a.b is defined`; a variable itself always has a value: give it one in group_vars/all.yaml",
  ],
  [/\bis\s+(not\s+)?\w+/, "write result.changed, result.failed, x == null, … for tests with `is`"],
  [/\bnot\s+in\b/, "write !(x in list) for `x not in list`"],
  [/\bnot\b(?!\s*:)/, "write ! for `not`"],
  [/\band\b/, "write && for `and`"],
  [/\bor\b(?!\()/, "write || for `or`"],
  [/(?<!\|)\|(?!\|)\s*\w*/, "there are no filters: write size(x) for `x | length`, int(x) for `x | int`"],
  [/\b(True|False)\b/, "write true and false"],
  [/\bNone\b/, "write null"],
  [/\bif\b.*\belse\b/, "write condition ? this : that"],
  [/(?<![=!<>])=(?![=~])/, "write == to compare"],
  [/=~/, 'write x.matches("^a.*") for a regular expression'],
];

interface CelFailure extends Error {
  readonly range?: { readonly start: number; readonly end: number };
  readonly summary?: string;
}

/** The habit of another language that an expression shows, as an error; null where it shows none. */
export function habitIn(source: string): ExpressionError | null {
  const plain = source.replaceAll(/"[^"]*"|'[^']*'/g, (literal) => `"${" ".repeat(literal.length - 2)}"`);
  for (const [pattern, hint] of habits) {
    const found = pattern.exec(plain);
    if (!found) continue;
    const written = source.slice(found.index, found.index + found[0].length).trim();
    const message = `"${written}" is not part of the language of expressions`;
    return new ExpressionError(
      message,
      found.index,
      found[0].trimEnd().length,
      `expressions are CEL: ${hint}`,
    );
  }
  return null;
}

/** Names of CEL's types and namespaces, which hide a variable of the same name. */
const taken: ReadonlySet<string> = new Set(
  "bool bytes cel double google int list map null_type optional string type uint".split(" "),
);

/** A variable that CEL takes for something else, as an error; null where there is none. */
export function takenName(roots: readonly ExpressionRoot[]): ExpressionError | null {
  const found = roots.find(({ name }) => taken.has(name));
  if (!found) return null;
  const message = `no variable can be called "${found.name}" in an expression`;
  return new ExpressionError(message, found.offset, found.name.length, reserved);
}

const reserved = "CEL keeps this word for itself: give the variable another name";

/** What a failure of the CEL parser or type checker means to who wrote the expression. */
export function explainExpression(
  source: string,
  error: CelFailure,
  functions: ReadonlyMap<string, readonly CelFunction[]>,
): ExpressionError {
  const { start, end } = error.range ?? { start: 0, end: source.length };
  const said = error.summary ?? error.message.split("\n")[0] ?? "the expression is malformed";
  const [, receiver, name = "", given = ""] = /overload for '(?:(.+)\.)?(\w+)\((.*)\)'/.exec(said) ?? [];
  if (name !== "") {
    const offset = Math.max(start, source.indexOf(name, start));
    const overloads = functions.get(name);
    if (!overloads) {
      const hint = suggestion(name, functions.keys());
      return new ExpressionError(`there is no function "${name}"`, offset, name.length, hint);
    }
    const place = misplaced(name, receiver !== undefined, overloads);
    if (place !== null) return new ExpressionError(place.message, offset, name.length, place.hint);
    const of = receiver === undefined || receiver === "dyn" ? "" : ` of ${inWords(receiver)}`;
    const taken = inWords(given);
    return new ExpressionError(`the function "${name}"${of} does not take (${taken})`, offset, name.length);
  }
  return (
    inText(source.slice(start, end), said, start) ??
    new ExpressionError(inPlainWords(said), start, end - start, hintFor(said))
  );
}

/** Whoever asks whether something is in a text that stands there as it is. */
function inText(written: string, said: string, offset: number): ExpressionError | null {
  const [, part, text] = /^(.+?)\s+in\s+(["'].*)$/s.exec(written) ?? [];
  if (part === undefined || text === undefined || !/ in string$/.test(said)) return null;
  const hint = `write ${part} == ${text}; of a part of a text: ${text}.contains(${part})`;
  return new ExpressionError(
    `${text} is a text, and "in" looks into lists and mappings`,
    offset,
    written.length,
    hint,
  );
}

/** A function that stands before its value, but belongs behind it, or the other way round. */
function misplaced(
  name: string,
  isBehind: boolean,
  overloads: readonly CelFunction[],
): { message: string; hint: string } | null {
  if (overloads.some(({ receiver }) => (receiver !== null) === isBehind)) return null;
  const values = overloads[0]?.parameters.length === 0 || isBehind ? "" : "…";
  return isBehind
    ? { message: `the function "${name}" stands before its value`, hint: `write ${name}(x)` }
    : { message: `the function "${name}" stands behind its value`, hint: `write x.${name}(${values})` };
}

function inPlainWords(said: string): string {
  const plain: readonly (readonly [RegExp, string])[] = [
    [/^Unexpected token: EOF$/, "the expression ends too early"],
    [/^Expected (\w+), got EOF$/, "the expression ends too early"],
    [/^Unexpected character: (.*)$/, 'the expression is malformed at "$1"'],
    [/^Reserved identifier: (.*)$/, 'no variable can be called "$1" in an expression'],
    [/^Unterminated string$/, "a quote is opened, but not closed"],
    [/^No such key: index out of bounds.*$/, "the list has fewer entries"],
    [/^No such key: (.*)$/, 'there is no key "$1"'],
    [/^no such overload: (.*)$/, "$1: these two do not go together"],
    [/^Logical operator requires bool operands, got '(.*)'$/, "&& and || need true or false, not $1"],
  ];
  const entry = plain.find(([pattern]) => pattern.test(said));
  const told = (entry ? said.replace(entry[0], entry[1]) : said).replaceAll(/dyn<(\w+)>/g, "$1");
  return /overload|bool operands/.test(said) ? inWords(told) : told;
}

function hintFor(said: string): string {
  if (said.startsWith("No such key: index")) return "ask first: size(list) > 0 && …";
  if (said.startsWith("No such key")) return "ask first whether it is there: has(a.b) && …";
  if (said.startsWith("no such overload"))
    return "convert one of them: int(x), string(x); texts stand in quotes";
  if (said.startsWith("Reserved")) return reserved;
  if (said.startsWith("Logical operator")) return 'compare it with something: x != "", size(list) > 0';
  return "";
}
