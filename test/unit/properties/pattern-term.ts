import fc from "fast-check";
import type { Inventory } from "../../../src/inventory/inventory.ts";

/** A term of a host pattern: how it is written, and the plainest way to say which names it means. */
export interface PatternTerm {
  readonly operation: "" | "&" | "!";
  readonly text: string;
  matches(name: string): boolean;
  /** Of the hosts that it means, in order; all where it is null. */
  readonly subscript: { readonly text: string; pick(hosts: readonly string[]): readonly string[] } | null;
}

type Matcher = Pick<PatternTerm, "text" | "matches">;

/** A part of a glob: how it is written, and which letters it stands for; null for any number of any. */
interface Part {
  readonly text: string;
  readonly fits: ((letter: string) => boolean) | null;
}

/** A few letters, so that random names and random patterns meet often. */
export const hostName = fc.stringMatching(/^[ab][abc]?(-[012])?$/);

const literal = fc
  .constantFrom("a", "b", "c", "0", "1", "2", "-")
  .map((text): Part => ({ text, fits: (letter) => letter === text }));
const choice: fc.Arbitrary<Part> = fc.constantFrom(
  { text: "[ab]", fits: (letter: string) => letter === "a" || letter === "b" },
  { text: "[a-c]", fits: (letter: string) => letter >= "a" && letter <= "c" },
  { text: "[0-2]", fits: (letter: string) => letter >= "0" && letter <= "2" },
  { text: "[!ab]", fits: (letter: string) => letter !== "a" && letter !== "b" },
  { text: "?", fits: () => true },
);

/** Compared part by part. */
const glob: fc.Arbitrary<Matcher> = fc
  .array(fc.oneof(literal, choice, fc.constant<Part>({ text: "*", fits: null })), {
    minLength: 1,
    maxLength: 4,
  })
  .filter((parts) => parts.some(({ text }) => /[*?[]/.test(text)))
  .map((parts) => ({
    text: parts.map(({ text }) => text).join(""),
    matches: (name) => globMatches(parts, name),
  }));

function globMatches([part, ...rest]: readonly Part[], name: string): boolean {
  if (part === undefined) return name === "";
  if (part.fits === null) {
    return Array.from({ length: name.length + 1 }).some((_, skipped) =>
      globMatches(rest, name.slice(skipped)),
    );
  }
  return name !== "" && part.fits(name.charAt(0)) && globMatches(rest, name.slice(1));
}

/** A sequence of choices, some of them repeated: all texts that it stands for can be listed. */
const regularExpression: fc.Arbitrary<Matcher> = fc
  .tuple(
    fc.array(
      fc.record({
        choice: fc.uniqueArray(fc.stringMatching(/^[abc012-]{1,2}$/), { minLength: 1, maxLength: 2 }),
        repeated: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fc.boolean(),
  )
  .map(([parts, whole]) => {
    const texts = parts.reduce<readonly string[]>(
      (before, { choice, repeated }) =>
        before.flatMap((start) => {
          const once = choice.map((text) => start + text);
          return repeated ? [...once, ...once.flatMap((text) => choice.map((more) => text + more))] : once;
        }),
      [""],
    );
    const written = parts.map(({ choice, repeated }) => `(${choice.join("|")})${repeated ? "{1,2}" : ""}`);
    return {
      text: `~${written.join("")}${whole ? "$" : ""}`,
      matches: (name: string) => texts.some((text) => (whole ? name === text : name.startsWith(text))),
    };
  });

const number = fc.integer({ min: 0, max: 4 });
const subscript: fc.Arbitrary<NonNullable<PatternTerm["subscript"]>> = fc.oneof(
  number.map((at) => ({
    text: `[${at}]`,
    pick: (hosts: readonly string[]) => hosts.filter((_, i) => i === at),
  })),
  number
    .filter((back) => back > 0)
    .map((back) => ({
      text: `[-${back}]`,
      pick: (hosts: readonly string[]) => hosts.filter((_, i) => i === hosts.length - back),
    })),
  fc.tuple(number, number).map(([first, last]) => ({
    text: `[${first}:${last}]`,
    pick: (hosts: readonly string[]) => hosts.filter((_, i) => i >= first && i <= last),
  })),
  number.map((first) => ({
    text: `[${first}:]`,
    pick: (hosts: readonly string[]) => hosts.filter((_, i) => i >= first),
  })),
);

/** Terms that mean something in this inventory. */
export function patternTerm(inventory: Inventory): fc.Arbitrary<PatternTerm> {
  const names = [...inventory.groups.keys(), ...inventory.hosts.keys()];
  const name = fc
    .constantFrom(...names)
    .map((text): Matcher => ({ text, matches: (other) => other === text }));
  const operation = fc.constantFrom("" as const, "" as const, "&" as const, "!" as const);
  const plain = fc.record({ operation, matcher: fc.oneof(name, glob), subscript: fc.option(subscript) });
  // A subscript behind a regular expression would be a part of it.
  const tested = fc.record({ operation, matcher: regularExpression, subscript: fc.constant(null) });
  return fc
    .oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: tested })
    .map(({ matcher, ...rest }) => ({ ...matcher, ...rest }));
}

/** How a term is written. */
export function termText(term: PatternTerm): string {
  return `${term.operation}${term.text}${term.subscript?.text ?? ""}`;
}
