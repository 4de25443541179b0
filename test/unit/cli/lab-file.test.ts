import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDefaults } from "../../../src/cli/defaults.ts";
import { createProgram } from "../../../src/cli/program.ts";
import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-file-"));
  mkdirSync(join(folder, "deep"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function defaultsOf(text: string) {
  const file = join(folder, "deep/lab.yaml");
  writeFileSync(file, text);
  return readDefaults({ LAB_CONFIG: file });
}

function helpOf(defaults: Awaited<ReturnType<typeof readDefaults>>): string {
  const play = createProgram(defaults, () => {}).commands.find((command) => command.name() === "play");
  return (play?.helpInformation() ?? "").replaceAll(/\s+/g, " ");
}

describe("lab.yaml", () => {
  it("gives defaults; its paths begin where it stands", async () => {
    const { settings, error } = await defaultsOf(
      "inventory: ../clusters.json\nkey: ~/id\nplaybooks: plays\nforks: 8\ndiff: true\nbecome_user: ops\n",
    );
    expect(error).toBeNull();
    expect(settings).toEqual({
      inventory: relative(process.cwd(), join(folder, "clusters.json")),
      key: join(homedir(), "id"),
      playbooks: relative(process.cwd(), join(folder, "deep/plays")),
      forks: 8,
      diff: true,
      become_user: "ops",
    });
  });

  it("shows in --help, as the built-in defaults do without it", async () => {
    expect(helpOf(await defaultsOf("forks: 8\ntimeout: 30\noutput: plain\n"))).toMatch(
      /\(default: 8\).*\(default: "plain"\).*\(default: 30\)/,
    );
    expect(helpOf(await readDefaults({ LAB_CONFIG: "" }))).toMatch(
      /\(default: inventory\/clusters\.json\).*\(default: 64\).*\(default: "auto"\).*\(default: 10\)/,
    );
  });

  it("may be empty", async () => {
    expect(await defaultsOf("# nothing yet\n")).toEqual({ settings: {}, error: null });
  });

  it("is refused with all of its mistakes, each at its place, but not for --help", async () => {
    const { settings, error } = await defaultsOf("fork: 8\ntimeout: 0\noutput: jsn\ndiff: perhaps\n");
    expect(settings).toEqual({});
    const text = printProblems(error?.problems ?? []).replaceAll(folder, "");
    expect(text).toContain('/deep/lab.yaml:1:1: error: unknown key "fork" in lab.yaml');
    expect(text).toContain('hint: did you mean "forks"?');
    expect(text).toContain('/deep/lab.yaml:2:10: error: "timeout" must be at least 1, not 0');
    expect(text).toContain('/deep/lab.yaml:3:9: error: "output" must be one of auto, plain, json, not "jsn"');
    expect(text).toContain('/deep/lab.yaml:4:7: error: "diff" must be true or false, not "perhaps"');
    expect(helpOf({ settings, error })).toContain("--forks");
  });

  it("must be there when LAB_CONFIG names it", async () => {
    const { error } = await readDefaults({ LAB_CONFIG: join(folder, "nowhere.yaml") });
    expect(error).toBeInstanceOf(InputError);
    expect(error?.message).toMatch(/cannot be read/);
  });
});
