import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { answerWithDefaults } from "../../../src/cli/answer-prompts.ts";
import { compileRun, readRunInputs } from "../../../src/cli/prepare-run.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { compilePlaybook } from "../../../src/playbook/compile-playbook.ts";
import type { CompiledPlaybook } from "../../../src/playbook/compiled-play.ts";
import { casesIn } from "../corpus/playbook-case.ts";
import { compile } from "../playbook/small-lab.ts";
import { importedFile, randomPlay } from "./play-arbitrary.ts";
import { printPlaybook } from "./print-playbook.ts";
import { withoutPlaces } from "./without-places.ts";

const nothing: ReadonlySet<string> = new Set();

describe("a compiled playbook that is printed and compiled again is the same", () => {
  it("whatever a play is made of", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(randomPlay, { minLength: 1, maxLength: 2 }), (plays) => {
        const once = compile(stringify(plays), { files: { "tasks.yaml": importedFile } });
        const printed = printPlaybook(once, nothing);
        const again = compile(printed);
        expect(withoutPlaces(again)).toEqual(withoutPlaces(once));
        expect(printPlaybook(again, nothing)).toBe(printed);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  const corpus = "test/fixtures/corpus/right";

  it.each(casesIn(corpus))("%s", async (name) => {
    const inputs = await readRunInputs({
      inventory: "test/fixtures/validate/clusters.json",
      extraVars: ["node=w1", "release=1.2.3", '{"batch": 2}'],
      tags: [],
      skipTags: [],
    });
    const { extraVars, inventory, roles, limit } = inputs;
    const { plays, playbook, assetsOf } = await compileRun(
      `${corpus}/${name}.yaml`,
      inputs,
      answerWithDefaults,
    );
    const once: CompiledPlaybook = { file: playbook, plays, prompts: [] };
    const printed = printPlaybook(once, new Set(Object.keys(extraVars)));
    const again = compilePlaybook(parseYamlFile(playbook, printed), {
      ...{ extraVars, inventory, roles, limit, assetsOf, answers: new Map() },
      readFile: (path) => {
        throw new Error(`the print names the file ${path}`);
      },
    });
    expect(withoutPlaces(again)).toEqual(withoutPlaces(once));
  });
});
