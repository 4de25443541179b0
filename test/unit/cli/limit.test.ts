import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limitPattern } from "../../../src/cli/limit.ts";
import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";
import { matchHosts } from "../../../src/inventory/host-pattern.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";

const inventory = loadInventory("test/fixtures/validate/clusters.json");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-limit-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, "hosts");
  writeFileSync(file, text);
  return `@${file}`;
}

function refusal(limit: string): string {
  try {
    return `accepted as ${limitPattern(limit, inventory)}`;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return printProblems(error.problems).replaceAll(folder, "");
  }
}

describe("limitPattern", () => {
  it.each([
    ["all", ["cp1", "w1", "w2"]],
    ["lab:!w1", ["cp1", "w2"]],
  ])("takes the pattern %s", (limit, hosts) => {
    expect(matchHosts(limitPattern(limit, inventory), inventory)).toEqual(hosts);
  });

  it("takes a file with one host in each line, with comments and blank lines", () => {
    const limit = fileOf("w2\r\n\n  cp1  # the first\n# w1\n");
    expect(matchHosts(limitPattern(limit, inventory), inventory)).toEqual(["cp1", "w2"]);
  });

  it("says of an unknown host in which line of the file it stands", () => {
    expect(refusal(fileOf("w1\n\n  w22\ncq1\n"))).toBe(
      [
        '/hosts:3:3: error: no host or group is called "w22" (in the host pattern "w22")',
        "  3 |   w22",
        "    |   ^^^",
        '  hint: did you mean "w2"?',
        '/hosts:4:1: error: no host or group is called "cq1" (in the host pattern "cq1")',
        "  4 | cq1",
        "    | ^^^",
        '  hint: did you mean "cp1"?',
      ].join("\n"),
    );
  });

  it.each([
    ["w*:!w*", "matches no host"],
    ["@nowhere", 'the file "nowhere" cannot be read'],
  ])("refuses %s", (limit, message) => {
    expect(refusal(limit)).toContain(`--limit:1:1: error: `);
    expect(refusal(limit)).toContain(message);
  });

  it("refuses a file without hosts", () => {
    expect(refusal(fileOf("# none\n"))).toContain("names no host");
  });
});
