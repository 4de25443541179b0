import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { answerWithDefaults } from "../../../src/cli/answer-prompts.ts";
import { preparePlaybook, readRunInputs } from "../../../src/cli/prepare-run.ts";
import { casesIn } from "../corpus/playbook-case.ts";
import { fuzz } from "./fuzz.ts";

const corpus = "test/fixtures/corpus/right";
const folder = mkdtempSync(join(tmpdir(), "lab-fuzz-"));
// What the playbooks import stands beside them.
cpSync(corpus, folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

const playbook = join(folder, "mutated.yaml");
const inputs = await readRunInputs({
  inventory: "test/fixtures/validate/clusters.json",
  extraVars: ["node=w1", "release=1.2.3", '{"batch": 2}'],
  tags: [],
  skipTags: [],
});
const texts = casesIn(corpus).map((name) => readFileSync(join(corpus, `${name}.yaml`), "utf8"));

describe("mutations of valid playbooks are valid or refused, each in less than a second", () => {
  it("of the whole corpus", { timeout: 300_000 }, async () => {
    const check = (text: string) => {
      writeFileSync(playbook, text);
      return preparePlaybook(playbook, inputs, answerWithDefaults);
    };
    expect(await fuzz(texts, 6000, check)).toBeNull();
  });
});
