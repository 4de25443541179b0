import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandModule } from "../../../src/resources/command.ts";
import type { CommandOptions } from "../../../src/resources/command-resource.ts";
import type { RunAs } from "../../../src/resources/run-as.ts";
import { shellModule } from "../../../src/resources/shell.ts";
import { localTransport } from "../../../src/transport/local-transport.ts";
import { eventually } from "../../e2e/eventually.ts";
import { built, planOf } from "./plan-of.ts";
import { runSh } from "./run-sh.ts";
import { pathWith, pathWithoutRunuser, shells } from "./sh-path.ts";

const nobody: RunAs = { kind: "user", name: "nobody" };
const there = { "user nobody": {} };

function scriptOf(
  module: typeof shellModule | typeof commandModule,
  args: { readonly cmd: string } & CommandOptions,
  runAs: RunAs,
  environment: Readonly<Record<string, string>> = {},
): string {
  const plan = planOf(
    module,
    args,
    { ...there, "path chdir": { kind: "directory" } },
    { runAs, environment },
  );
  const change = plan.kind === "changes" ? plan.changes[0] : undefined;
  if (change?.kind !== "run") throw new Error(`no command in ${JSON.stringify(plan)}`);
  return change.script;
}

describe("a command of another user", () => {
  it("is blocked while there is no such user, unless it need not run", () => {
    const args = { cmd: "make it", creates: "/x" };
    const missing = { "user nobody": null, "path creates": { kind: "absent" } };
    expect(planOf(commandModule, args, missing, { runAs: nobody })).toEqual({
      kind: "blocked",
      reason: "user nobody does not exist",
    });
    const done = { ...missing, "path creates": { kind: "file" } };
    expect(planOf(commandModule, args, done, { runAs: nobody })).toMatchObject({ changes: [] });
    expect(built(commandModule, args).probes).not.toHaveProperty("user root");
  });

  it("has the environment of its task, where its own says nothing else", () => {
    const args = { cmd: 'echo "$A $B"', environment: { A: "own" } };
    const script = scriptOf(shellModule, args, { kind: "root" }, { A: "outer", B: "outer" });
    expect(runSh(script).stdout).toBe("own outer\n");
    const guarded = { ...args, unless: '[ "$A $B" = "own outer" ]' };
    const asked = built(shellModule, guarded, { environment: { A: "outer", B: "outer" } });
    const question = asked.probes["question unless"];
    expect(question && runSh(question.kind.script([question.query])).stdout).toBe("0\n");
  });
});

describe.runIf(process.getuid?.() === 0).each([...shells, "su"] as const)(
  "as another user on %s (needs root)",
  (kind) => {
    const path = kind === "su" ? pathWithoutRunuser() : pathWith(kind);

    function run(script: string) {
      const { status, stdout, stderr } = runSh(script, path);
      return [status, stdout, stderr];
    }

    it("keeps directory, environment, stdin, script and exit code", () => {
      const cmd = 'id -un; pwd; cat; printf "%s " "$A $HOME $USER $LOGNAME" 각 \'\\n\' "\\$x"; exit 7';
      const args = { cmd, chdir: "/usr", stdin: "LAB\nx", environment: { A: "it's" } };
      expect(run(scriptOf(shellModule, args, nobody))).toEqual([
        7,
        "nobody\n/usr\nLAB\nx\nit's /nonexistent nobody nobody 각 \\n $x ",
        "",
      ]);
    });

    it("lets the task set HOME and PATH", () => {
      const args = { cmd: 'echo "$HOME $PATH"', environment: { HOME: "/tmp", PATH: "/none" } };
      expect(run(scriptOf(shellModule, args, nobody))).toEqual([0, "/tmp /none\n", ""]);
    });

    it("hands words over as they are", () => {
      const cmd = `sh -c 'echo "$#" "$@"; exit 3' sh -x 'a b' '$HOME' ''`;
      expect(run(scriptOf(commandModule, { cmd }, nobody))).toEqual([3, "4 -x a b $HOME \n", ""]);
    });

    it("hides script, stdin and environment from the list of processes", () => {
      const args = {
        cmd: "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c '[h]idden-value'; :",
        stdin: "hidden-value",
        environment: { A: "hidden-value" },
      };
      expect(run(scriptOf(shellModule, args, nobody))).toEqual([0, "0\n", ""]);
    });

    it("fails with a sentence when there is no such user", () => {
      const script = scriptOf(shellModule, { cmd: "echo no" }, { kind: "user", name: "0x" });
      expect(run(script)).toEqual([1, "", "there is no user 0x\n"]);
    });

    it("finds who has logged in, and stays root where that was root", () => {
      const script = scriptOf(shellModule, { cmd: 'id -un; echo "$HOME"' }, { kind: "login" });
      expect(run(`SUDO_USER=nobody\n${script}`)).toEqual([0, "nobody\n/nonexistent\n", ""]);
      expect(run(`unset SUDO_USER\n${script}`)).toEqual([0, "root\n/root\n", ""]);
    });
  },
);

describe.runIf(process.getuid?.() === 0)("a command of another user that takes too long (needs root)", () => {
  it("is ended with its children", async () => {
    const shell = await localTransport({ killGraceMs: 100 }).open(
      { name: "localhost", host: "localhost" },
      { readOnly: false },
    );
    const cmd = "sh -c 'echo $$; sleep 60; :' & wait";
    const script = scriptOf(shellModule, { cmd }, nobody);
    const { stdout, timedOut } = await shell.run({ kind: "apply", script, timeoutMs: 500 });
    expect(timedOut).toBe(true);
    const state = async () =>
      spawnSync("sh", ["-c", `case $(cat /proc/${stdout.trim()}/stat) in ""|*") Z "*) echo gone ;; esac`], {
        encoding: "utf8",
      }).stdout;
    expect(await eventually(state, "gone\n")).toBe("gone\n");
    await shell.close();
  });
});
