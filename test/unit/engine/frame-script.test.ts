import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FramePart, frameScript, partLines, splitFrame } from "../../../src/engine/frame-script.ts";

const mark = "lab-0123456789abcdef";

function run(parts: readonly FramePart[]) {
  const { stdout, stderr } = spawnSync("sh", ["-s"], { input: frameScript(parts, mark), encoding: "utf8" });
  return splitFrame(stdout, stderr, mark);
}

const part = (name: string, script: string, mustSucceed = false): FramePart => ({
  ...{ name, script, mustSucceed },
  ...{ timeoutMs: 1000, outputLimitBytes: 1000 },
});

describe("the script of a frame", () => {
  it("keeps apart what its parts print and how they end", () => {
    const parts = run([part("one", "echo out; echo err >&2; exit 3"), part("two", "printf 'no line end'")]);
    expect(parts.get("one")).toEqual({ name: "one", exitCode: 3, stdout: "out\n", stderr: "err\n" });
    expect(parts.get("two")).toEqual({ name: "two", exitCode: 0, stdout: "no line end", stderr: "" });
  });

  it("leaves out what follows a part that had to succeed", () => {
    const parts = run([part("one", "exit 1", true), part("two", "echo no")]);
    expect([...parts.keys()]).toEqual(["one"]);
  });

  it("keeps variables, functions and folders of a part to itself", () => {
    const parts = run([part("one", "x=1; cd /; lab_exit=7"), part("two", 'echo "$x$PWD"')]);
    expect(parts.get("two")?.stdout).toBe(`${process.cwd()}\n`);
  });

  it("gives back any text as it was printed, but for marks that a part cannot know", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~\n]{0,60}$/), (text) => {
        const quoted = `'${text.replaceAll("'", "'\\''")}'`;
        expect(run([part("say", `printf %s ${quoted}`)]).get("say")?.stdout).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it("tells a part that was ended from one that ended by itself", () => {
    const stdout = `\n${mark} begin one\nhalf`;
    expect(splitFrame(stdout, "", mark).get("one")).toEqual({
      name: "one",
      exitCode: null,
      stdout: "half",
      stderr: "",
    });
  });
});

describe("live lines", () => {
  it("hold back an empty line until it is clear that no mark follows", () => {
    const seen: string[] = [];
    const pass = partLines(mark, (line, name) => seen.push(`${name}|${line}`));
    for (const line of ["", `${mark} begin a`, "x", "", "y", "", "", `${mark} end 0`, "stray", ""])
      pass(line);
    expect(seen).toEqual(["a|x", "a|", "a|y", "a|"]);
  });
});
