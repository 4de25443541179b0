import type { Random } from "./random.ts";

/** What YAML, templates and expressions stumble over. */
const snippets: readonly string[] = [
  ..."&*!|>%@`#'\"{}[],:?-~=\t\n\r\0\\$()<./",
  ...[
    "&a ",
    "*a",
    "<<: *a",
    "!secret ",
    "!!binary ",
    "!!set ",
    "!<tag:x> ",
    "---\n",
    "...\n",
    "? ",
    ": ",
    "- ",
  ],
  ...[
    "{{",
    "}}",
    "{{{",
    "{{!--",
    "{{#each item}}",
    "{{/each}}",
    "{{#if x}}",
    "{{else}}",
    "{{> part}}",
    "{%",
    "%}",
  ],
  ...[
    "{{ this }}",
    "{{@root.x}}",
    "{{../x}}",
    "{{lookup a b}}",
    "{{default x}}",
    "{{(eq 1}}",
    " as |x|",
    "\\{{",
  ],
  ...[
    " && ",
    " || ",
    " in ",
    " ? 1 : ",
    "size(",
    "has(",
    ".all(x, ",
    ".map(",
    "matches('(')",
    "1/0",
    "[9]",
    "null",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "__defineGetter__",
    "NaN",
    ".inf",
  ],
  ...[
    "99999999999999999999",
    "-1",
    "1e999",
    "0x7f",
    "0o17",
    "2001-12-14",
    "yes",
    "~",
    "💥",
    "\u2028",
    "\u202e",
    "é",
  ],
  ...["\ud800", "~(", "~[", "all[-1]", ":&", ":!", "[1:", "100%", "-5%", "../../", "/etc", "item", "facts."],
];

/** The text with a few characters deleted, inserted, doubled, swapped or replaced somewhere. */
export function mutateText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = 1 + random.below(random.pick([1, 4, 30]));
  const [before, part, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  switch (random.below(6)) {
    case 0:
      return before + after;
    case 1:
      return before + part + part + after;
    case 2:
      return before + after.slice(0, length) + part + after.slice(length);
    case 3:
      return before + random.pick(snippets) + after;
    case 4:
      return before + part.repeat(random.pick([3, 50, 2000])) + after;
    default:
      return before + random.pick(snippets) + part + after;
  }
}
