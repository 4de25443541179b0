import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { commandModule } from "../../../src/resources/command.ts";
import { questionProbe } from "../../../src/resources/question-probe.ts";
import { shellModule } from "../../../src/resources/shell.ts";
import { splitWords } from "../../../src/resources/split-words.ts";
import { absent, directory, fileOf } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";
import { runSh } from "./run-sh.ts";

function scriptOf(plan: ReturnType<typeof planOf>): string {
  const change = plan.kind === "changes" ? plan.changes[0] : undefined;
  if (change?.kind !== "run") throw new Error(`no command in ${JSON.stringify(plan)}`);
  return change.script;
}

describe("splitWords", () => {
  it.each([
    ["echo  a\tb", ["echo", "a", "b"]],
    [`echo 'a b'c "d \\"e\\" $HOME" '' f\\ g`, ["echo", "a bc", 'd "e" $HOME', "", "f g"]],
    ["ls | wc *", ["ls", "|", "wc", "*"]],
  ])("splits %j", (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  it.each(["echo 'a", 'echo "a', " "])("refuses %j", (line) => {
    expect(() => splitWords(line)).toThrow(InputError);
  });
});

describe("command", () => {
  const guarded = { cmd: "make it", creates: "/x", removes: "/y", unless: "test -e /z" };
  const none = { "path creates": absent, "path removes": fileOf(""), "question unless": false };

  it.each([
    ["/x exists", { "path creates": fileOf("") }],
    ["/y does not exist", { "path removes": absent }],
    ["the question in `unless` is answered with yes", { "question unless": true }],
  ])("is ok when %s", (reason, states) => {
    expect(planOf(commandModule, guarded, { ...none, ...states })).toEqual({
      kind: "changes",
      changes: [],
      message: `not run: ${reason}`,
    });
  });

  it("runs its words as they are", () => {
    expect(planOf(commandModule, { cmd: "echo '$HOME' \"it's\"", timeout: 5 }, {})).toEqual({
      kind: "changes",
      changes: [
        {
          kind: "run",
          summary: "echo '$HOME' \"it's\"",
          script: "exec 'echo' '$HOME' 'it'\\''s'",
          timeoutMs: 5000,
        },
      ],
    });
  });

  it("is verified by its guards, and without any by its exit code alone", () => {
    const resource = built(commandModule, guarded);
    expect(resource.verify?.({ ...none, "path creates": fileOf("") })).toBeNull();
    expect(resource.verify?.(none)).toBe(
      "/x still does not exist, and /y is still there, and the question in `unless` is still answered with no",
    );
    expect(built(commandModule, { cmd: "true" }).verify?.({})).toBeNull();
  });

  it("looks for relative guards below its directory, and is blocked without that", () => {
    const resource = built(commandModule, { argv: ["make"], chdir: "/srv/", creates: "out" });
    expect(resource.probes["path creates"]?.subject).toBe("path /srv/out");
    expect(resource.plan({ "path creates": absent, "path chdir": absent })).toEqual({
      kind: "blocked",
      reason: "directory /srv does not exist",
    });
    expect(() => built(commandModule, { cmd: "make", creates: "out" })).toThrow(InputError);
  });

  it("hands environment and stdin over without arguments, and its exit code back", () => {
    const args = {
      argv: ["sh", "-c", 'cat; echo "$A"; exit 7'],
      environment: { A: "it's", B: 1 },
      stdin: "LAB\nx",
    };
    const { status, stdout } = runSh(scriptOf(planOf(commandModule, args, {})));
    expect([status, stdout]).toEqual([7, "LAB\nx\nit's\n"]);
  });

  it("is taken back by its own script, in the same place and as the same user", () => {
    const args = {
      argv: ["false"],
      chdir: "/usr",
      environment: { A: "it's" },
      undo: 'pwd; echo "$A"; exit 3',
    };
    const states = { "path chdir": directory };
    const plan = planOf(commandModule, args, states);
    const undo =
      plan.kind === "changes" && plan.changes[0]?.kind === "run" ? plan.changes[0].undo : undefined;
    expect(runSh(undo ?? "")).toMatchObject({ status: 3, stdout: "/usr\nit's\n" });
    const asAda = planOf(commandModule, args, states, { runAs: { kind: "user", name: "ada" } });
    expect(asAda).toMatchObject({ changes: [{ undo: expect.stringContaining("lab_user='ada'") }] });
  });
});

describe("shell", () => {
  it("keeps script and stdin apart, whatever is in them", () => {
    const args = {
      cmd: "read -r a\nread -r b\ncat <<'LAB'\n$a\nLAB\npwd; echo \"$a $b\"; exit 3",
      stdin: "1\nLAB\n",
      chdir: "/usr",
    };
    const { status, stdout } = runSh(scriptOf(planOf(shellModule, args, { "path chdir": directory })));
    expect([status, stdout]).toEqual([3, "$a\n/usr\n1 LAB\n"]);
  });

  it("a mistake in the script is the script's own", () => {
    const { status, stderr } = runSh(scriptOf(planOf(shellModule, { cmd: "echo 'a" }, {})));
    expect(status).not.toBe(0);
    expect(stderr).toContain("nterminated");
  });
});

describe("question probe", () => {
  it("answers by exit codes, in order, and prints nothing else", () => {
    const queries = ["echo noise; true", "echo noise >&2; exit 4", "if", 'cat; [ "$A" = b ]'].map((text) => ({
      program: { kind: "script", interpreter: "/bin/sh", text } as const,
      runAs: { kind: "root" } as const,
      chdir: null,
      environment: { A: "b" },
      stdin: null,
    }));
    const { status, stdout, stderr } = runSh(questionProbe.script(queries));
    expect([status, stderr]).toEqual([0, ""]);
    expect(questionProbe.parse(stdout, queries)).toEqual([true, false, false, true]);
  });
});
