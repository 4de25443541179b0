import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathChangeScript } from "../../../src/resources/apply-path.ts";
import { commandModule } from "../../../src/resources/command.ts";
import { commandScript } from "../../../src/resources/command-script.ts";
import { copyModule } from "../../../src/resources/copy.ts";
import { debugModule } from "../../../src/resources/debug.ts";
import { hostileText, hostileTexts } from "./hostile-text.ts";
import { makeJail } from "./jail.ts";

const timeout = 120_000;
const shells = ["dash", "busybox"] as const;
const owner = { owner: "nobody", group: "nogroup" } as const;

const sendable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
/** A record separator is what the stand-ins use themselves. */
const recordable = (text: string): boolean => sendable(text) && !text.includes("\u001e");

describe.each(shells)("a hostile text arrives byte for byte, in %s", (shell) => {
  it("as a word of a command, in its environment and on its standard input", { timeout }, () => {
    const jail = makeJail(shell);
    const surroundings = { runAs: { kind: "login" }, chdir: null } as const;
    const check = (texts: readonly string[]) => {
      const scripts = texts.flatMap((text) => [
        commandScript({
          ...surroundings,
          program: { kind: "words", words: ["record", text] },
          environment: {},
          stdin: null,
        }),
        commandScript({
          ...surroundings,
          program: {
            kind: "script",
            interpreter: "/bin/sh",
            text: `record "$VALUE" "$(cat; echo .)"\n# ${text.replaceAll("\n", " ")}`,
          },
          environment: { VALUE: text },
          stdin: text,
        }),
      ]);
      const read = (text: string) => (text === "" || text.endsWith("\n") ? `${text}.` : `${text}\n.`);
      const { calls, isInjected } = jail.run(scripts);
      expect(isInjected).toBe(false);
      const own = calls.filter(([name]) => name === "record").map(([, ...words]) => words);
      expect(own.toSorted()).toEqual(texts.flatMap((text) => [[text], [text, read(text)]]).toSorted());
    };
    check(hostileTexts.filter(recordable));
    fc.assert(fc.property(fc.array(hostileText.filter(recordable), { maxLength: 20 }), check), {
      numRuns: 4,
    });
  });

  it("as the content and the name of a file, and as what a link points to", { timeout }, () => {
    const jail = makeJail(shell);
    let round = 0;
    const check = (texts: readonly string[]) => {
      round += 1;
      const folder = join(jail.folder, String(round));
      mkdirSync(folder, { mode: 0o777 });
      chmodSync(folder, 0o777);
      const scripts = texts.flatMap((text, index) => {
        const content = { kind: "text", text } as const;
        const link =
          text === "" || text.includes("\n") || text.includes("\0")
            ? []
            : [linkAt(`${folder}/link${index}`, text)];
        return [fileAt(`${folder}/file${index}`, content), ...link];
      });
      const names = [...new Set(texts.map((text) => `x${text.replaceAll(/[/\n\0]/g, "")}`))].filter(
        (name) => Buffer.byteLength(name) < 250 && sendable(name),
      );
      mkdirSync(`${folder}/names`);
      chmodSync(`${folder}/names`, 0o777);
      const named = names.map((name) => fileAt(`${folder}/names/${name}`, { kind: "text", text: "" }));
      expect(jail.run([...scripts, ...named]).isInjected).toBe(false);
      for (const [index, text] of texts.entries()) {
        expect(readFileSync(`${folder}/file${index}`).equals(Buffer.from(text))).toBe(true);
        if (text !== "" && !/[\n\0]/.test(text) && Buffer.byteLength(text) < 4000) {
          expect(lstatSync(`${folder}/link${index}`).isSymbolicLink()).toBe(true);
          expect(readlinkSync(`${folder}/link${index}`)).toBe(text);
        }
      }
      expect(readdirSync(`${folder}/names`).toSorted()).toEqual(names.toSorted());
    };
    check(hostileTexts.filter((text) => text.isWellFormed()));
    fc.assert(
      fc.property(
        fc.array(
          hostileText.filter((text) => text.isWellFormed()),
          { maxLength: 15 },
        ),
        check,
      ),
      { numRuns: 4 },
    );
  });
});

function fileAt(path: string, content: { readonly kind: "text"; readonly text: string }): string {
  const after = { kind: "file", content, mode: "0644", ...owner } as const;
  return pathChangeScript({ kind: "path", path, before: { kind: "absent" }, after });
}

function linkAt(path: string, target: string): string {
  return pathChangeScript({
    kind: "path",
    path,
    before: { kind: "absent" },
    after: { kind: "link", target, ...owner },
  });
}

describe("a text that no host can take", () => {
  it.each([
    ["NUL", "a\0b", "NUL"],
    ["half a character", "a\ud83e", "lone surrogate"],
  ])("is refused before a host is asked: %s", (_what, text, said) => {
    const context = { file: none, template: none, environment: {}, runAs: { kind: "root" } } as const;
    expect(() => commandModule.build({ argv: ["echo", text] }, context)).toThrow(said);
    expect(() => commandModule.build({ argv: ["echo"] }, { ...context, environment: { A: text } })).toThrow(
      said,
    );
    expect(() => debugModule.build({ msg: text }, context)).not.toThrow();
  });

  it("may hold NUL as the content of a file", () => {
    const context = { file: none, template: none, environment: {}, runAs: { kind: "root" } } as const;
    expect(() => copyModule.build({ dest: "/x", content: "a\0b" }, context)).not.toThrow();
  });
});

function none(): never {
  throw new Error("nobody expected that a file is read");
}
