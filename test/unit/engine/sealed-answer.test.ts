import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { openSeal, sealScript } from "../../../src/engine/sealed-answer.ts";
import { pathWith, shells } from "../resources/sh-path.ts";

const seal = "lab-0123456789abcdef0123456789abcdef-seal";

describe.each(shells)("a sealed answer, by %s", (shell) => {
  const path = pathWith(shell);
  const run = (script: string): string =>
    spawnSync("sh", {
      input: sealScript(script, seal),
      encoding: "utf8",
      env: { ...process.env, PATH: path },
    }).stdout;

  it.each([
    ["echo one; echo two", "one\ntwo\n", 0],
    ["printf 'no line end'; exit 3", "no line end", 3],
    ["exit 1", "", 1],
    ["case a in a) echo \"it's )\" ;; esac; cat <<'LAB'\n$x `y` '\nLAB", "it's )\n$x `y` '\n", 0],
  ])("holds what %j printed, and its exit code", (script, stdout, exitCode) => {
    expect(openSeal(run(script), seal)).toEqual({ stdout, exitCode });
  });

  it("is broken by whatever is printed into it", () => {
    const sealed = run("echo one; echo two");
    const [first, last] = [sealed.indexOf(seal) + 1, sealed.lastIndexOf(seal) + seal.length];
    for (let at = first; at <= last; at += 1) {
      expect(openSeal(`${sealed.slice(0, at)}three\n${sealed.slice(at)}`, seal)).toBeNull();
    }
    expect(openSeal("", seal)).toBeNull();
  });

  it("is not broken by what is printed before and after it, with seals of its own", () => {
    const sealed = run("echo one");
    const forged = run("echo three").replaceAll(seal, "lab-other-seal");
    const answer = { stdout: "one\n", exitCode: 0 };
    for (const noise of ["noise", "noise\n", "\n\n", forged]) {
      expect(openSeal(noise + sealed + noise, seal)).toEqual(answer);
    }
  });
});
