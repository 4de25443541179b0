import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitize, sanitizeDeep } from "../../../src/report/sanitize.ts";

describe("sanitize", () => {
  it("returns ordinary text as it is", () => {
    expect(sanitize("über 40 %\nzweite Zeile ✔")).toBe("über 40 %\nzweite Zeile ✔");
  });

  it.each([
    ["colours", "\x1b[1;31mred\x1b[0m", "red"],
    ["cursor movements and erasures", "\x1b[2J\x1b[10;1Hgone\x1b[?25l", "gone"],
    ["window titles", "\x1b]0;root@evil\x07text", "text"],
    ["links, but not their text", "\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", "text"],
    ["device control strings", "\x1bP1$r0m\x1b\\text", "text"],
    ["a clipboard", "\x1b]52;c;ZXZpbA==\x07text", "text"],
    ["eight-bit control strings", "\x9d0;title\x9ctext", "text"],
    ["marks and fillers that are not seen", "a\u061cb\u00adc\u3164d\u{e0041}e", "abcde"],
    ["a reset", "a\x1bcb\x1b(0c", "abc"],
    ["eight-bit sequences", "\x9b31mred\x85", "red"],
    ["an unfinished control string, keeping what follows", "\x1b]0;cause of failure", "0;cause of failure"],
    ["a lone escape, bell and backspace", "a\x1b\x07\x08b\x7f", "ab"],
    ["characters that reverse or hide text", "a\u202eb\u2066c\u200bd", "abcd"],
  ])("removes %s", (_what, hostile, safe) => {
    expect(sanitize(hostile)).toBe(safe);
  });

  it("keeps the last state of a line that overwrites itself", () => {
    expect(sanitize("10%\r50%\r100%\nnext\r\nlast\r")).toBe("100%\nnext\nlast");
  });

  it("makes tabs predictable", () => {
    expect(sanitize("a\tb")).toBe("a  b");
  });

  it("reaches every string of an event, and copies only where something is wrong", () => {
    const clean = { host: "a", changes: [{ title: "t", diff: "+x" }], failure: null, seconds: 1 };
    expect(sanitizeDeep(clean)).toBe(clean);
    expect(sanitizeDeep({ ...clean, changes: [{ title: "t", diff: "+\x1b[31mx" }] })).toEqual(clean);
  });

  it.each([
    ["a string without an end", "\x1b]".repeat(200_000), ""],
    ["one escape before a long line", `\x1b[0m${"a".repeat(2_000_000)}`, "a".repeat(2_000_000)],
    ["returns without an end", `${"\r".repeat(2_000_000)}x`, "x"],
    ["a sequence without an end", `\x1b[${"0".repeat(2_000_000)}`, "0".repeat(2_000_000)],
  ])("takes linear time for %s", (_what, slow, safe) => {
    expect(sanitize(slow) === safe).toBe(true);
  });

  it("leaves nothing that moves a cursor, whatever a host prints, in pieces or at once", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "\x1b",
        "\x1b[",
        "\x1b]52;c;",
        "\x1b]8;;",
        "\x9b",
        "\x9d",
        "\x90",
        "\x9c",
        "\x07",
        "\x1b\\",
      ),
      fc.constantFrom(
        "2J",
        "H",
        "?1049h",
        "\r",
        "\n",
        "\t",
        "\b",
        "\x0b",
        "\x0e",
        "\u061c",
        "\u2066",
        "\u{e0041}",
      ),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const text of [...pieces, pieces.join("")]) {
          expect(sanitize(text)).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/u);
        }
      }),
    );
  });
});
