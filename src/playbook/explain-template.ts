import { templateHelpers } from "./template-helpers.ts";
import { offsetOf } from "./template-syntax.ts";
import { TemplateError } from "./text-error.ts";

/** What people write who know Jinja: what it is, and what to write instead. */
const habits: readonly (readonly [RegExp, string, string])[] = [
  [
    /(?<!\bas )(?<!\bas \|[\w ]*)\|/,
    "a filter stands in a template",
    "templates are Handlebars and have no filters",
  ],
  [/[=!]=/, "a comparison stands in a template", 'templates are Handlebars: write (eq x "y") or (ne x "y")'],
  [
    /\sif\s.*\selse\s/,
    "an if stands in a value",
    "templates are Handlebars: write {{#if x}}…{{else}}…{{/if}}",
  ],
  [
    /\w\[/,
    "a bracket stands in a template",
    'templates are Handlebars: write x.y or x.[0], or {{lookup x "key"}}',
  ],
  [
    /\w\(/,
    "a function call stands in a template",
    "templates are Handlebars: write {{upper x}} for x.upper()",
  ],
  [
    /[+~]\s/,
    "an operator stands in a template",
    "templates are Handlebars: write {{x}}{{y}}, or {{concat x y}}",
  ],
];

/** What a failure of the Handlebars parser, or a call that cannot be, means to who wrote the template. */
export function explainTemplate(source: string, error: unknown): TemplateError {
  const habit = habitIn(source);
  if (habit) return habit;
  return error instanceof TemplateError ? error : (unclosed(source) ?? syntaxError(source, error));
}

function habitIn(source: string): TemplateError | null {
  for (const mustache of source.matchAll(/\{\{.*?\}\}/gs)) {
    const plain = mustache[0].replaceAll(
      /"[^"]*"|'[^']*'/g,
      (literal) => literal[0] + " ".repeat(literal.length - 2) + literal[0],
    );
    for (const [pattern, message, hint] of habits) {
      const found = pattern.exec(plain);
      if (!found) continue;
      const cure = found[0] === "|" ? `${hint}: ${helperFor(plain.slice(found.index))}` : hint;
      return new TemplateError(message, mustache.index, mustache[0].length, cure);
    }
  }
  return null;
}

/** Filters of Jinja that are called otherwise here. */
const otherNames: Readonly<Record<string, string>> = {
  d: "default",
  to_json: "json",
  to_nice_json: "json",
  to_yaml: "yaml",
  to_nice_yaml: "yaml",
  count: "length",
  dict2items: "entries",
  b64encode: "base64",
  hash: "sha256",
  string: "concat",
};

/** What to write for a filter: the helper that does the same. */
function helperFor(filter: string): string {
  const [, name = ""] = /^\|\s*(\w+)/.exec(filter) ?? [];
  const helper = otherNames[name] ?? name;
  const needed = Object.hasOwn(templateHelpers, helper) ? templateHelpers[helper]?.call.length : undefined;
  if (needed === undefined) return 'write {{default x "y"}} for {{ x | default("y") }}';
  const values = ["x", '"y"', '"z"'].slice(0, Math.max(1, needed));
  return `write {{${helper} ${values.join(" ")}}}`;
}

function unclosed(source: string): TemplateError | null {
  const rest = source.replaceAll(/\{\{.*?\}\}/gs, (mustache) => " ".repeat(mustache.length));
  const at = rest.indexOf("{{");
  if (at < 0) return null;
  const length = (source.slice(at).split("\n")[0] ?? "").length;
  return new TemplateError(
    "{{ is opened, but not closed",
    at,
    length,
    "write {{ name }}; for a literal {{ write \\{{",
  );
}

function syntaxError(source: string, error: unknown): TemplateError {
  const message = error instanceof Error ? error.message : "";
  const crossed = /^(\S+) doesn't match (\S+) - (\d+):(\d+)$/.exec(message);
  if (crossed) {
    const [, opened = "", closed = "", line, column] = crossed;
    const offset = offsetOf(source, { line: Number(line), column: Number(column) });
    const hint = `close it with {{/${opened}}}`;
    return new TemplateError(`{{#${opened}}} is closed by {{/${closed}}}`, offset, opened.length, hint);
  }
  const open = /\{\{#(\w+)/.exec(source);
  if (message.endsWith("got 'EOF'") && open) {
    const name = open[1] ?? "";
    return new TemplateError(
      `{{#${name}}} is never closed`,
      open.index,
      open[0].length,
      `close it with {{/${name}}}`,
    );
  }
  const offset = offsetOfParseError(source, message);
  const close = /^\{\{~?\/(\w+)/.exec(source.slice(offset));
  if (close) return new TemplateError(`{{/${close[1]}}} closes nothing`, offset, close[0].length + 2);
  return new TemplateError(
    "the template is malformed here",
    offset,
    1,
    "a variable is {{name}}, a helper {{upper name}}",
  );
}

/** The parser shows some text around the place, without line ends, and points into it. */
function offsetOfParseError(source: string, message: string): number {
  const [, shown = "", dashes = ""] = /^Parse error on line \d+:\n(.*)\n(-*)\^\n/s.exec(message) ?? [];
  const offsets = Array.from(source.matchAll(/[^\n]/g), (char) => char.index);
  const flat = source.replaceAll("\n", "");
  const past = shown.slice(0, dashes.length).replace(/^\.\.\./, "");
  const upcoming = shown.slice(dashes.length).replace(/\.\.\.$/, "");
  const at = flat.indexOf(past + upcoming);
  return (at < 0 ? 0 : offsets[at + past.length]) ?? Math.max(0, source.length - 1);
}
