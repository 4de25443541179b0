import { describe, expect, it } from "vitest";
import { answerWithDefaults } from "../../../src/cli/answer-prompts.ts";
import { PlaybookFiles } from "../../../src/cli/playbook-files.ts";
import { compileRun, readRunInputs } from "../../../src/cli/prepare-run.ts";
import { casesIn, flagsOf } from "../corpus/playbook-case.ts";
import { recompile } from "./recompile.ts";

const corpus = "test/fixtures/corpus/right";

describe("a playbook that is printed from what it compiles to means the same", () => {
  it.each(casesIn(corpus))("%s", async (name) => {
    const playbook = `${corpus}/${name}.yaml`;
    const inputs = await readRunInputs(flagsOf(playbook));
    const { plays } = await compileRun(playbook, inputs, answerWithDefaults);
    const { readFile, assetsOf } = new PlaybookFiles(inputs.secrets);
    const context = { ...inputs, readFile, assetsOf, answers: new Map() };
    const { before, after, texts } = recompile(plays, context);
    expect(before).not.toEqual([]);
    expect(after).toEqual(before);
    for (const [once, twice] of texts) expect(twice).toBe(once);
  });
});
