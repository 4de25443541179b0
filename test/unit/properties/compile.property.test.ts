import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadRoles } from "../../../roles/index.ts";
import { InputError } from "../../../src/errors.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { compilePlaybook } from "../../../src/playbook/compile-playbook.ts";
import { keywords } from "../corpus/known-keywords.ts";
import { usedKeywords } from "../corpus/used-keywords.ts";
import { assets, inventory, location, rolesOf } from "../playbook/small-lab.ts";
import { extraVars, files, randomPlaybook } from "./random-playbook.ts";
import { recompile } from "./recompile.ts";

const roles = await loadRoles();

const context = {
  inventory,
  limit: null,
  extraVars: Object.fromEntries(
    Object.entries(extraVars).map(([name, value]) => [name, { value, location, shadows: [] }]),
  ),
  answers: new Map(),
  roles: rolesOf(roles),
  readFile: (path: string) => {
    const text = files[path];
    if (text === undefined) throw new InputError({ message: `there is no file "${path}"` });
    return parseYamlFile(path, text);
  },
  assetsOf: () => assets,
};

describe("a random playbook", { timeout: 60_000 }, () => {
  it("means the same when it is printed from what it compiles to", () => {
    fc.assert(
      fc.property(randomPlaybook, (playbook) => {
        const { plays } = compilePlaybook(parseYamlFile("p.yaml", stringify(playbook)), context);
        const { before, after, texts } = recompile(plays, context);
        expect(after).toEqual(before);
        for (const [once, twice] of texts) expect(twice).toBe(once);
      }),
      { numRuns: 100 },
    );
  });

  it("may have every word of the language", () => {
    const used = usedKeywords(fc.sample(randomPlaybook, { numRuns: 300, seed: 1 }));
    for (const [kind, known] of Object.entries(keywords))
      expect({ [kind]: Object.keys(known).filter((key) => !used.get(kind)?.has(key)) }).toEqual({
        [kind]: [],
      });
  });
});
