import { parse, stringify } from "yaml";
import { mutateText } from "./mutate-text.ts";
import { mutateTree } from "./mutate-tree.ts";
import { Random } from "./random.ts";
import { type Check, complaintAbout, shortened } from "./survives.ts";

/** The same inputs in every run; another seed gives others: FUZZ_SEED=7 vitest run test/unit/fuzz. */
const seed = Number(process.env.FUZZ_SEED ?? 1);

/**
 * Mutates valid texts `count` times, one to three changes each, half of them in the text and half in its structure.
 * Returns the first complaint with what reproduces it, or null.
 */
export async function fuzz(texts: readonly string[], count: number, check: Check): Promise<string | null> {
  const trees = texts.map((text): unknown => parse(text, { logLevel: "silent" }));
  for (let round = 0; round < count; round += 1) {
    const random = new Random(seed * 1_000_003 + round);
    const index = random.below(texts.length);
    const text =
      round % 2 === 0 ? mutatedText(texts[index] ?? "", random) : mutatedTree(trees[index], random);
    const complaint = await complaintAbout(text, check);
    if (complaint === null) continue;
    return `FUZZ_SEED=${seed}, round ${round}: ${complaint}\n--- shortest input\n${await shortened(text, check)}\n---`;
  }
  return null;
}

function mutatedText(text: string, random: Random): string {
  let mutated = text;
  for (let times = 1 + random.below(3); times > 0; times -= 1) mutated = mutateText(mutated, random);
  return mutated;
}

function mutatedTree(data: unknown, random: Random): string {
  let mutated = data;
  for (let times = 1 + random.below(3); times > 0; times -= 1) mutated = mutateTree(mutated, random);
  const text: string = stringify(mutated) ?? "";
  // Once in a while the text is damaged, too.
  return random.below(8) === 0 ? mutateText(text, random) : text;
}
