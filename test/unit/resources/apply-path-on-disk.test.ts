import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { pathChangeScript } from "../../../src/resources/apply-path.ts";
import type { PathChange, PathImage } from "../../../src/resources/change.ts";
import { parsePathOutput } from "../../../src/resources/parse-path-output.ts";
import { imageOf, stateAfter } from "../../../src/resources/path-image.ts";
import { pathProbeScript } from "../../../src/resources/path-probe-script.ts";
import type { PathState } from "../../../src/resources/path-state.ts";
import { isProtected } from "../../../src/resources/protected-paths.ts";
import { runSh } from "./run-sh.ts";

const root = mkdtempSync(join(tmpdir(), "lab-apply-"));
afterAll(() => rmSync(root, { recursive: true }));

const mine = {
  owner: userInfo().username,
  group: execFileSync("id", ["-gn"], { encoding: "utf8" }).trim(),
} as const;

let folder = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, "case-"));
});

function stateOf(path: string): PathState {
  const queries = [{ path, content: "always", maxBytes: 1 << 20 }] as const;
  const { stdout, stderr } = runSh(pathProbeScript(queries));
  const [state] = parsePathOutput(stdout, queries);
  if (!state) throw new Error(stderr);
  return state;
}

/** Carries out the change from what is there to `after`, and expects the state that was foretold. */
function become(path: string, after: PathImage, more: Partial<PathChange> = {}, uploaded?: string): void {
  const current = stateOf(path);
  const change: PathChange = { kind: "path", path, before: imageOf(current), after, ...more };
  expect(runSh(pathChangeScript(change, uploaded))).toMatchObject({ status: 0, stderr: "" });
  const foretold = stateAfter(change, current);
  const ids = { uid: expect.anything(), gid: expect.anything() };
  const content =
    after.kind === "file" && after.content?.kind === "upload" ? { content: expect.anything() } : {};
  expect(stateOf(path)).toEqual("uid" in foretold ? { ...foretold, ...ids, ...content } : foretold);
  const left = execFileSync("find", [folder, "-name", ".lab.*"], { encoding: "utf8" });
  expect(left).toBe("");
}

function file(text: string | null, mode = "0640"): PathImage {
  return { kind: "file", mode, ...mine, content: text === null ? null : { kind: "text", text } };
}

const absent: PathImage = { kind: "absent" };

function directory(mode: string): PathImage {
  return { kind: "directory", mode, ...mine };
}

function link(target: string): PathImage {
  return { kind: "link", target, ...mine };
}

/** A search path on which a command is the given script: for what only a kernel or an old version does, or must not happen. */
function pathWith(command: "mv" | "rm", script: string): string {
  const bin = mkdtempSync(join(root, "bin-"));
  writeFileSync(join(bin, command), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${bin}:${process.env.PATH}`;
}

describe("a path change on disk", () => {
  it("makes, rewrites and removes a file", () => {
    const path = join(folder, "file");
    become(path, file("one\n"));
    become(path, file("two", "4755"));
    become(path, file(null, "0600"));
    become(path, file("", "0444"));
    become(path, file("a\0b\n"));
    become(path, absent);
  });

  it("makes, changes and removes directories, setgid or not", () => {
    const path = join(folder, "directory");
    chmodSync(folder, 0o2755);
    become(path, directory("0755"));
    become(path, directory("2775"));
    become(path, directory("0700"));
    writeFileSync(join(path, "inside"), "");
    become(path, absent);
  });

  it("makes links, points them elsewhere without following them, and removes only them", () => {
    const path = join(folder, "link");
    mkdirSync(join(folder, "target"));
    become(path, link("target"));
    become(path, link("--other place"));
    become(path, link("target"));
    become(path, file("no longer a link\n"));
    become(path, link("target"));
    become(path, absent);
    expect(readdirSync(folder)).toEqual(["target"]);
  });

  it("replaces one kind by another", () => {
    const path = join(folder, "path");
    become(path, directory("0755"));
    become(path, file("a file now\n"));
    become(path, directory("0755"));
    become(path, link("/"));
    become(path, directory("0755"));
  });

  it("moves what was uploaded, and refuses what did not arrive whole", () => {
    const path = join(folder, "binary");
    const bytes = Buffer.from([0, 1, 2, 255]);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const content = { kind: "upload", localPath: "/somewhere", sha256, size: 4 } as const;
    const after: PathImage = { kind: "file", mode: "0755", ...mine, content };
    writeFileSync(join(folder, "up"), bytes);
    become(path, after, {}, join(folder, "up"));
    writeFileSync(join(folder, "up"), "half");
    const change: PathChange = { kind: "path", path, before: imageOf(stateOf(path)), after };
    expect(runSh(pathChangeScript(change, join(folder, "up")))).toMatchObject({ status: 1 });
    expect(stateOf(path)).toMatchObject({ sha256 });
    expect(readdirSync(folder)).toEqual(["binary"]);
  });

  it("leaves the file alone when the new one is not valid", () => {
    const path = join(folder, "file");
    become(path, file("good\n"), { validate: "grep -q good %s" });
    const change: PathChange = { kind: "path", path, before: file("good\n"), after: file("bad\n") };
    const refused = runSh(pathChangeScript({ ...change, validate: "grep -q 'good' '%s'" }));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(`${path} was left as it is`);
    expect(runSh(pathChangeScript({ ...change, validate: "broken 'quote %s" })).status).toBe(1);
    expect(stateOf(path)).toMatchObject({ content: { text: "good\n" } });
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("writes in place where a rename is refused because of a mount", () => {
    const path = join(folder, "hosts");
    writeFileSync(path, "old\n");
    const script = pathChangeScript({
      kind: "path",
      path,
      before: file("old\n"),
      after: file("new\n", "0600"),
    });
    const busy = pathWith("mv", "echo 'mv: cannot move: Device or resource busy' >&2; exit 1");
    expect(runSh(script, busy)).toMatchObject({ status: 0, stderr: "" });
    expect(stateOf(path)).toMatchObject({ mode: "0600", content: { text: "new\n" } });
    expect(readdirSync(folder)).toEqual(["hosts"]);
  });

  it("says what mv says when a rename fails otherwise", () => {
    const path = join(folder, "file");
    const script = pathChangeScript({ kind: "path", path, before: absent, after: file("new\n") });
    const failing = pathWith("mv", "echo 'mv: Operation not permitted' >&2; exit 1");
    expect(runSh(script, failing)).toMatchObject({ status: 1, stderr: "mv: Operation not permitted\n" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("does not move into a directory behind a link where mv has no -T", () => {
    const path = join(folder, "current");
    mkdirSync(join(folder, "v1"));
    symlinkSync("v1", path);
    const script = pathChangeScript({ kind: "path", path, before: link("v1"), after: link("v2") });
    const old = pathWith(
      "mv",
      `case $1 in *T*) echo "mv: invalid option -- 'T'" >&2; exit 1 ;; esac; exec /bin/mv "$@"`,
    );
    expect(runSh(script, old)).toMatchObject({ status: 0, stderr: "" });
    expect(stateOf(path)).toMatchObject({ kind: "link", target: "v2" });
    expect(readdirSync(join(folder, "v1"))).toEqual([]);
  });

  it("refuses to empty a protected directory behind a link, or one with something mounted in it", () => {
    const harmless = pathWith("rm", "echo rm was run >&2");
    const refusal = (path: string) =>
      runSh(pathChangeScript({ kind: "path", path, before: directory("0755"), after: absent }), harmless);
    symlinkSync("/", join(folder, "root"));
    const etc = join(folder, "root/etc");
    expect(refusal(etc)).toEqual({
      status: 1,
      stdout: "",
      stderr: `refused to remove ${etc}, which is /etc\n`,
    });
    const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
    const mounted = mounts.map((line) => line.split(" ")[4] ?? "/").find((path) => !isProtected(path)) ?? "";
    const said = `refused to remove ${mounted}: something is mounted at ${mounted}`;
    expect(refusal(mounted)).toMatchObject({ status: 1, stderr: expect.stringContaining(said) });
    mkdirSync(join(folder, "free"));
    expect(refusal(join(folder, "free"))).toEqual({ status: 0, stdout: "", stderr: "rm was run\n" });
  });

  it("does not change the mode of what a link points to", () => {
    const path = join(folder, "link");
    writeFileSync(join(folder, "target"), "", { mode: 0o644 });
    symlinkSync("target", path);
    const change: PathChange = { kind: "path", path, before: file("", "0644"), after: file(null, "0777") };
    expect(runSh(pathChangeScript(change))).toMatchObject({
      status: 1,
      stderr: `${path} is no longer a file\n`,
    });
    expect(stateOf(join(folder, "target"))).toMatchObject({ mode: "0644" });
  });

  it("keeps any text and any name byte for byte", () => {
    const char = fc.constantFrom(..."'\"\\$`%*?[!#&|;<>({~^:=,-. \t\rLABü€\u0081Ё𝄞");
    const name = fc
      .string({ unit: char, minLength: 1, maxLength: 12 })
      .filter((text) => !/^\.{1,2}$/.test(text));
    const text = fc.string({
      unit: fc.oneof(char, fc.constant("\n"), fc.constant("\nLAB\n")),
    });
    fc.assert(
      fc.property(name, text, (each, body) =>
        become(`${mkdtempSync(join(folder, "n-"))}/${each}`, file(body)),
      ),
      { numRuns: 25 },
    );
  });

  it("takes very long lines and large texts", () => {
    become(join(folder, "long"), file(`${"x".repeat(300_000)}\n${"y\n".repeat(50_000)}`));
  });
});
