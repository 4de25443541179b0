import { describe, expect, it } from "vitest";
import { sizeText, unifiedDiff } from "../../../src/engine/unified-diff.ts";

describe("unifiedDiff", () => {
  it("is empty for equal texts", () => {
    expect(unifiedDiff("/etc/x", "a\n", "a\n")).toBe("");
  });

  it("shows changed lines with three lines of context", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n";
    expect(unifiedDiff("/etc/x", before, before.replace("5", "five"))).toBe(
      "--- /etc/x\n+++ /etc/x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8",
    );
  });

  it("shows a file that appears or goes away as a whole", () => {
    expect(unifiedDiff("/etc/x", null, "a\nb\n")).toBe("--- /dev/null\n+++ /etc/x\n@@ -0,0 +1,2 @@\n+a\n+b");
    expect(unifiedDiff("/etc/x", "a", null)).toBe(
      "--- /etc/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n\\ No newline at end of file",
    );
  });

  it("says of a line end that is missing", () => {
    expect(unifiedDiff("/etc/x", "a", "a\n")).toContain("\\ No newline at end of file");
  });

  it("says rather than shows a difference that is too large", () => {
    const large = "x".repeat(300_000);
    expect(unifiedDiff("/etc/x", "a\n", large)).toBe("content differs (2 B → 300 kB), too large to show");
    const numbers = (from: number) =>
      Array.from({ length: 5000 }, (_, index) => `${from + index}\n`).join("");
    expect(unifiedDiff("/etc/x", numbers(0), numbers(5000))).toBe(
      "content differs (24 kB → 25 kB), too large to show",
    );
  });
});

describe("sizeText", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [12_345, "12 kB"],
    [1_250_000, "1.3 MB"],
  ])("writes %i bytes as %s", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});
