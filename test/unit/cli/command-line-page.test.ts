import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { labFileSchema } from "../../../src/cli/lab-file.ts";
import { createProgram } from "../../../src/cli/program.ts";

const page = readFileSync("docs/command-line.md", "utf8");
const program = createProgram({ settings: {}, error: null }, () => expect.unreachable());

/** A command and those below it, each with what is typed to call it. */
function commandsOf(command: Command, typed = command.name()): (readonly [string, Command])[] {
  const below = command.commands.flatMap((inner) => commandsOf(inner, `${typed} ${inner.name()}`));
  return [[typed, command], ...below];
}

// The first column of the tables.
const rows = page.split("\n").filter((line) => line.startsWith("| `"));
const flagsOnPage = new Set(
  rows.flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/(?<=[`\s])--?[\w-]+/g)].flat()),
);
const flags = commandsOf(program).flatMap(([typed, { options }]) =>
  options.flatMap(({ short, long }) => [short, long].flatMap((flag) => (flag ? [[typed, flag]] : []))),
);

describe("docs/command-line.md", () => {
  it.each(flags)("%s: %s is in a table", (_, flag) => {
    expect(flagsOnPage).toContain(flag);
  });

  it("names no flag that there is not", () => {
    const known = new Set(["-h", "--help", ...flags.map(([, flag]) => flag)]);
    expect([...flagsOnPage].filter((flag) => !known.has(flag))).toEqual([]);
  });

  it.each(commandsOf(program).filter(([, { commands }]) => commands.length === 0))("shows %s", (typed) => {
    expect(page).toContain(typed);
  });

  it.each(Object.keys(labFileSchema.properties))("lab.yaml: %s is in its table", (key) => {
    expect(rows.some((row) => row.startsWith(`| \`${key}\` `))).toBe(true);
  });
});
