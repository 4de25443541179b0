import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { seal, unseal } from "../../../src/vault/age.ts";
import { editFile } from "../../../src/vault/edit-file.ts";
import { openValues, plainText } from "../../../src/vault/open-vault-file.ts";
import { rekeyFile } from "../../../src/vault/rekey-file.ts";
import { vaultValues } from "../../../src/vault/vault-values.ts";
import { sealedValue } from "../../../src/vault/write-vault-values.ts";
import { otherKey, sealed, testKey } from "./vault-folder.ts";

/** Anything that can be written to a file: half a surrogate pair cannot. */
const anyText = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[ \t\n\r"'\\#:|>{}[\]é漢-]*$/),
    fc.constantFrom(
      "",
      "\n",
      "a\n\n",
      " a ",
      "env:HOME",
      "file:/etc/passwd",
      "plain:x",
      "!secret x",
      "{{ x }}",
    ),
  )
  .map((text) => text.toWellFormed().replaceAll("\0", ""));

/** A file that holds a text in each place where a vault value can stand; all else has to stay as it is. */
async function fileWith(text: string): Promise<string> {
  const block = sealedValue(await sealed(text), { kind: "block", header: "| # why", indent: "      " });
  const flow = sealedValue(await sealed(text), { kind: "quoted" });
  return `# top\nplain:   "é"   # kept\nouter:\n  - deep: ${block}\n    next: 1\n\n# between\nflow: {a:  ${flow}, b: [1,  2]}\n`;
}

const values = (text: string) => vaultValues("f.yaml", text);
const asFile = (text: string) => ({ kind: "values", path: "f.yaml", text, values: values(text) }) as const;
const withoutArmor = (text: string): string => text.replaceAll(/(?<=BEGIN AGE).*?(?=END AGE)/gs, "");

describe("any text", () => {
  it("comes back from what it was encrypted to", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const armored = await seal(text, [otherKey.recipient, testKey.recipient]);
        expect(await unseal(armored, [testKey.identity])).toEqual({ kind: "open", text });
      }),
      { numRuns: 50 },
    );
  });

  it("comes back from single values, in blocks and in one line, and from JSON", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const file = await fileWith(text);
        expect(await openValues(values(file), [testKey.identity])).toEqual([text, text]);
        const json = `{"a": [${sealedValue(await sealed(text), { kind: "json" })}], "b": 1}`;
        expect(await openValues(vaultValues("f.json", json), [testKey.identity])).toEqual([text]);
      }),
      { numRuns: 30 },
    );
  });

  it("survives other recipients, and nothing else in the file changes", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const before = await fileWith(text);
        const after = await rekeyFile(asFile(before), [testKey.identity], [otherKey.recipient]);
        expect(await openValues(values(after), [otherKey.identity])).toEqual([text, text]);
        await expect(openValues(values(after), [testKey.identity])).rejects.toThrow("another vault key");
        expect(parseDocument(after).toJS({})).toMatchObject({ plain: "é", outer: [{ next: 1 }] });
        expect(withoutArmor(after)).toBe(withoutArmor(before));
      }),
      { numRuns: 30 },
    );
  });

  it("is edited in plain text without a value changing that the user left alone", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (text, added) => {
        const before = await fileWith(text);
        const edit = async (plain: string) => `${plain}more: !vault ${JSON.stringify(added)}\n`;
        const after = await editFile(asFile(before), edit, [testKey.identity], [testKey.recipient]);
        expect(after?.startsWith(before)).toBe(true);
        expect(await openValues(values(after ?? ""), [testKey.identity])).toEqual([text, text, added]);
      }),
      { numRuns: 30 },
    );
  });

  it("is marked as secret where a file is decrypted, and means itself", async () => {
    const known = { open: () => expect.unreachable(), notePlain() {}, hide() {} };
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const plain = await plainText(asFile(await fileWith(text)), [testKey.identity]);
        const fetched: string[] = [];
        const fetch = (written: string) => {
          fetched.push(written);
          return { kind: "plain", text: written.replace(/^plain:/, "") } as const;
        };
        const { data, secrets } = parseYamlFile("f.yaml", plain, { secrets: { ...known, fetch } });
        expect(secrets).toEqual([
          ["outer", 0, "deep"],
          ["flow", "a"],
        ]);
        expect(data).toMatchObject({ outer: [{ deep: text }], flow: { a: text } });
        expect(fetched.filter((written) => /^(env|file):/.test(written))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
