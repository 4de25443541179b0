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

  it("takes linear time for text made to be slow", () => {
    expect(sanitize("\x1b]".repeat(200_000))).toBe("");
  });
});
