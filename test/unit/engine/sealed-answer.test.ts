import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { openSeal, sealScript } from "../../../src/engine/sealed-answer.ts";
import { pathWith, shells } from "../resources/sh-path.ts";

describe.each(shells)("a sealed answer, by %s", (shell) => {
  const path = pathWith(shell);
  const run = (script: string): string =>
    spawnSync("sh", { input: sealScript(script), encoding: "utf8", env: { ...process.env, PATH: path } })
      .stdout;

  it.each([
    ["echo one; echo two", "one\ntwo\n", 0],
    ["printf 'no line end'; exit 3", "no line end", 3],
    ["exit 1", "", 1],
    ["case a in a) echo \"it's )\" ;; esac; cat <<'LAB'\n$x `y` '\nLAB", "it's )\n$x `y` '\n", 0],
  ])("holds what %j printed, and its exit code", (script, stdout, exitCode) => {
    expect(openSeal(run(script))).toEqual({ stdout, exitCode });
  });

  it("is broken by whatever is printed into it", () => {
    const sealed = run("echo one; echo two");
    for (let at = 0; at <= sealed.length; at += 1) {
      expect(openSeal(`${sealed.slice(0, at)}three\n${sealed.slice(at)}`)).toBeNull();
    }
    expect(openSeal("")).toBeNull();
  });
});
