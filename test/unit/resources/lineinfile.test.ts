import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { editLine } from "../../../src/resources/line-edit.ts";
import { lineinfileModule } from "../../../src/resources/lineinfile.ts";
import { satisfied } from "../../../src/resources/resource.ts";
import { absent, fileOf, linkTo } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";

type Arguments = Omit<Parameters<typeof lineinfileModule.build>[0], "path">;

const path = "/etc/conf";

function textAfter(text: string, args: Arguments): string | null {
  const plan = planOf(lineinfileModule, { path, ...args }, { path: fileOf(text) });
  if (plan.kind !== "changes") throw new Error(JSON.stringify(plan));
  const [change] = plan.changes;
  if (change === undefined) return null;
  if (change.kind !== "path" || change.after.kind !== "file" || change.after.content?.kind !== "text")
    throw new Error();
  return change.after.content.text;
}

const cases: readonly (readonly [string, string, Arguments, string | null])[] = [
  ["is ok when the line is there", "a\nb\n", { line: "b" }, null],
  ["is ok when the last line has no line end", "a\nb", { line: "b" }, null],
  ["adds at the end", "a\n", { line: "b" }, "a\nb\n"],
  ["ends an unfinished last line first", "a", { line: "b" }, "a\nb\n"],
  ["replaces the last match", "x=1\nx=2\ny\n", { regexp: "^x=", line: "x=3" }, "x=1\nx=3\ny\n"],
  ["is ok when the last match is the line", "x=1\nx=3\n", { regexp: "^x=", line: "x=3" }, null],
  ["adds where nothing matches", "a\n", { regexp: "^x=", line: "x=3" }, "a\nx=3\n"],
  ["counts a line that would not match again", "#b\nb\n", { regexp: "^#b", line: "b" }, null],
  ["adds after the last match", "[a]\n[a]\nz\n", { line: "b", insertafter: "^\\[a" }, "[a]\n[a]\nb\nz\n"],
  ["adds before the last match", "z\nz\n", { line: "b", insertbefore: "^z" }, "z\nb\nz\n"],
  ["adds at the beginning", "a\n", { line: "b", insertbefore: "BOF" }, "b\na\n"],
  ["adds at the end without a place", "a\n", { line: "b", insertbefore: "^q" }, "a\nb\n"],
  [
    "replaces in place, wherever new ones go",
    "x\ny\n",
    { regexp: "x", line: "z", insertafter: "EOF" },
    "z\ny\n",
  ],
  [
    "fills in groups",
    "a 1 # c\n",
    { regexp: "^a (\\d) (?<c>.*)", line: "\\1\\\\\\g<c>\\3", backrefs: true },
    "1\\# c\n",
  ],
  ["adds nothing with groups", "a\n", { regexp: "^x(.)", line: "\\1", backrefs: true }, null],
  ["keeps CRLF", "a\r\nb\r\n", { regexp: "^b$", line: "c" }, "a\r\nc\r\n"],
  ["adds CRLF to CRLF", "a\r\n", { line: "c" }, "a\r\nc\r\n"],
  ["removes all matches", "x1\na\nx2", { regexp: "^x", state: "absent" }, "a\n"],
  ["removes equal lines only", "b\nbb\nb\n", { line: "b", state: "absent" }, "bb\n"],
  ["is ok without matches", "a\n", { line: "b", state: "absent" }, null],
];

describe("lineinfile", () => {
  it.each(cases)("%s", (_, text, args, expected) => {
    expect(textAfter(text, args)).toBe(expected);
  });

  it("plans the whole file with its ownership", () => {
    const state = fileOf("a\n", { mode: "0440" });
    const kept = { kind: "file", mode: "0440", owner: "root", group: "root" };
    expect(planOf(lineinfileModule, { path, line: "b", validate: "visudo -cf %s" }, { path: state })).toEqual(
      {
        kind: "changes",
        changes: [
          {
            kind: "path",
            path,
            before: { ...kept, content: { kind: "text", text: "a\n" } },
            after: { ...kept, content: { kind: "text", text: "a\nb\n" } },
            validate: "visudo -cf %s",
          },
        ],
      },
    );
  });

  it("makes a file only when asked to", () => {
    const created = planOf(lineinfileModule, { path, line: "b", create: true }, { path: absent });
    expect(created).toMatchObject({ changes: [{ after: { mode: "0644", content: { text: "b\n" } } }] });
    expect(planOf(lineinfileModule, { path, line: "b" }, { path: absent })).toMatchObject({
      kind: "blocked",
    });
    expect(planOf(lineinfileModule, { path, line: "b", state: "absent" }, { path: absent })).toEqual(
      satisfied,
    );
  });

  it.each([
    [linkTo("/run/conf"), "/etc/conf is a link to /run/conf; name the file itself"],
    [fileOf("", { content: null }), "/etc/conf is too large to be edited"],
    [fileOf("", { content: { kind: "base64", base64: "AA==" } }), "/etc/conf is not UTF-8 text"],
  ])("does not edit %j", (state, reason) => {
    expect(planOf(lineinfileModule, { path, line: "b" }, { path: state })).toEqual({
      kind: "blocked",
      reason,
    });
  });

  it.each<Arguments>([
    { line: "a", regexp: "(" },
    { line: "a", insertafter: "[" },
    { line: "a", insertbefore: "*" },
    { line: "a", backrefs: true },
    { regexp: "a" },
    { state: "absent" },
  ])("rejects %j before the run", (args) => {
    expect(() => built(lineinfileModule, { path, ...args })).toThrow(InputError);
  });

  it("changes nothing a second time", () => {
    const line = fc.string({ unit: fc.constantFrom(..."ab#\r"), maxLength: 3 });
    const regexp = fc.constantFrom(null, /^a/, /b$/, /^#/, /^$/);
    const place = { insertafter: "EOF", insertbefore: null, backrefs: false } as const;
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom("\n", "\r\n"),
        line,
        regexp,
        (lines, end, text, matcher) => {
          const wanted = { ...place, line: text.replaceAll("\r", ""), regexp: matcher };
          const once = editLine(lines.join(end), wanted);
          expect(editLine(once, wanted)).toBe(once);
        },
      ),
    );
  });
});
