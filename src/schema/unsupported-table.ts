import { unsupportedWords } from "../playbook/not-supported.ts";
import { code, listing, markdownTable } from "./markdown.ts";

/** What the kinds of mappings are called; the others are known by a word of the language. */
const placeNames: Readonly<Record<string, string>> = {
  task: "tasks",
  handler: "handlers",
  play: "plays",
  block: "blocks",
  import: "imports",
  role: "roles",
  prompt: "`vars_prompt`",
};

interface Group {
  readonly words: string[];
  readonly places: readonly string[];
  readonly hint: string;
}

/** The words of Ansible that lab refuses, where, and what to use instead; words with the same cure share a row. */
export function unsupportedTable(): string {
  const groups = new Map<string, Group>();
  for (const [word, hint, places] of entries()) {
    const id = `${places.join()} ${hint}`;
    const group = groups.get(id) ?? { words: [], places, hint };
    groups.set(id, group);
    group.words.push(word);
  }
  const rows = Array.from(groups.values(), ({ words, places, hint }) => [
    words.toSorted().map(code).join(", "),
    placeText(places),
    hint,
  ]);
  return markdownTable(["in Ansible", "on", "in lab"], rows.toSorted(byFirst));
}

/** Each word with its hint, and all kinds of mappings in which it has that hint. */
function entries(): [word: string, hint: string, places: readonly string[]][] {
  const all = Object.entries(unsupportedWords);
  const words = [...new Set(all.flatMap(([, hints]) => Object.keys(hints)))];
  return words.flatMap((word) => {
    const found = all.flatMap(([place, hints]) => {
      const hint = hints[word];
      return hint === undefined ? [] : [{ place, hint }];
    });
    return [...new Set(found.map(({ hint }) => hint))].map((hint): [string, string, string[]] => [
      word,
      hint,
      found.filter((entry) => entry.hint === hint).map(({ place }) => place),
    ]);
  });
}

function placeText(places: readonly string[]): string {
  if (places.length > 5) return "everything";
  // Handlers are tasks; where they differ they have rows of their own.
  const seen = places.includes("task") ? places.filter((place) => place !== "handler") : places;
  return listing(seen.map((place) => placeNames[place] ?? code(place)));
}

function byFirst([a = ""]: readonly string[], [b = ""]: readonly string[]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
