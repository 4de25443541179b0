import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { InputError, InternalError } from "../../../src/errors.ts";
import { parsePathOutput } from "../../../src/resources/parse-path-output.ts";
import { pathState } from "../../../src/resources/path-probe.ts";
import { pathProbeScript } from "../../../src/resources/path-probe-script.ts";
import type { PathQuery, PathState } from "../../../src/resources/path-state.ts";
import { runSh } from "./run-sh.ts";

const root = mkdtempSync(join(tmpdir(), "lab-probe-"));
afterAll(() => rmSync(root, { recursive: true }));

function query(path: string, content: PathQuery["content"] = "always"): PathQuery {
  return { path, content, maxBytes: 100 };
}

function answersTo(queries: readonly PathQuery[]): PathState[] {
  const { status, stdout, stderr } = runSh(pathProbeScript(queries));
  expect([status, stderr]).toEqual([0, ""]);
  return parsePathOutput(stdout, queries);
}

function answerTo(name: string, content?: PathQuery["content"]): PathState | undefined {
  return answersTo([query(join(root, name), content)])[0];
}

describe("pathState", () => {
  it("names its subject by the normal path, and asks for nothing that costs reading by default", () => {
    const probe = pathState({ path: "//etc/./hosts/" });
    expect(probe.subject).toBe("path /etc/hosts");
    expect(probe.query).toEqual({ path: "/etc/hosts", content: "never", maxBytes: 131072 });
  });

  it.each(["etc/hosts", "", "/etc/a\nb"])("refuses %j", (path) => {
    expect(() => pathState({ path })).toThrow(InputError);
  });
});

describe("path probe", () => {
  it("asks for thirty files with one stat and one sha256sum", async () => {
    const queries = Array.from({ length: 30 }, (_, index) =>
      query(`/etc/file${index}`, { unlessSha256: "0" }),
    );
    const script = pathProbeScript([...queries, query("/etc/file1", "never")]);
    await expect(script).toMatchFileSnapshot("golden/path-probe.sh");
  });

  it("tells a file, its hash and its content", () => {
    writeFileSync(join(root, "file"), "one\ntwo", { mode: 0o640 });
    expect(answerTo("file")).toMatchObject({
      kind: "file",
      mode: "0640",
      uid: process.getuid?.(),
      size: 7,
      sha256: "21066d108d5319ecb5a1fc4454f42ef22fc5f1c7df49c31d90294950e0ea8b2c",
      content: { kind: "text", text: "one\ntwo" },
    });
  });

  it("sends no content that is known, unwanted or too large", () => {
    writeFileSync(join(root, "known"), "known");
    writeFileSync(join(root, "large"), "x".repeat(101));
    const known = answerTo("known");
    const hash = known?.kind === "file" ? (known.sha256 ?? "") : "";
    expect(answerTo("known", { unlessSha256: hash })).toMatchObject({ sha256: hash, content: null });
    expect(answerTo("known", { unlessSha256: "0".repeat(64) })).toMatchObject({ content: { text: "known" } });
    expect(answerTo("known", "never")).toMatchObject({ size: 5, sha256: null, content: null });
    expect(answerTo("large")).toMatchObject({ size: 101, content: null });
  });

  it("answers each of several questions about one path by itself", () => {
    writeFileSync(join(root, "shared"), "shared");
    const path = join(root, "shared");
    const [whole, none] = answersTo([query(path), query(path, "never")]);
    expect(whole).toMatchObject({ content: { text: "shared" } });
    expect(none).toMatchObject({ sha256: null, content: null });
  });

  it.each([
    ["empty", Buffer.alloc(0), { kind: "text", text: "" }],
    ["NUL", Buffer.from([97, 0]), { kind: "base64", base64: "YQA=" }],
    ["latin1", Buffer.from([0xe9]), { kind: "base64", base64: "6Q==" }],
    ["CRLF", Buffer.from("a\r\n"), { kind: "text", text: "a\r\n" }],
  ])("keeps %s content as it is", (name, bytes, content) => {
    writeFileSync(join(root, name), bytes);
    expect(answerTo(name)).toMatchObject({ content });
  });

  it("follows no link", () => {
    symlinkSync("no // such place ", join(root, "link"));
    symlinkSync("a\nb", join(root, "odd-link"));
    expect(answerTo("link")).toMatchObject({ kind: "link", target: "no // such place " });
    expect(answerTo("odd-link")).toEqual({
      kind: "other",
      description: "link with a line break in its target",
    });
  });

  it("tells directories, devices and what keeps a path from being made", () => {
    mkdirSync(join(root, "directory"), { mode: 0o700 });
    writeFileSync(join(root, "plain"), "");
    expect(answerTo("directory")).toMatchObject({ kind: "directory", mode: "0700" });
    expect(answersTo([query("/dev/null")])).toEqual([{ kind: "other", description: "character device" }]);
    expect(answersTo([query("/")])).toMatchObject([{ kind: "directory" }]);
    expect(answerTo("none")).toEqual({ kind: "absent", parent: "directory" });
    expect(answerTo("none/deeper")).toEqual({ kind: "absent", parent: "absent" });
    expect(answerTo("plain/below")).toEqual({ kind: "absent", parent: "other" });
  });

  it("fails when the host cannot tell, instead of calling it absent", () => {
    const { status, stderr } = runSh(pathProbeScript([query("/etc"), query(`/${"x".repeat(300)}`)]));
    expect(status).toBe(1);
    expect(stderr).toContain("File name too long");
  });

  it("takes any name literally", () => {
    const char = fc.constantFrom(..."'\"\\$`%*?[]!#&|;<>(){}~^:=,-. \t\rabü€\u0081𝄞");
    const name = fc
      .string({ unit: char, minLength: 1, maxLength: 12 })
      .filter((text) => !/^\.{1,2}$/.test(text));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        const base = mkdtempSync(join(root, "names-"));
        for (const each of names) writeFileSync(join(base, each), each);
        const states = answersTo(names.map((each) => query(`${base}/${each}`)));
        expect(states).toMatchObject(
          names.map((text) => ({ kind: "file", content: { kind: "text", text } })),
        );
      }),
      { numRuns: 25 },
    );
  });

  it("takes incomplete output for a bug", () => {
    expect(() => parsePathOutput("", [query("/etc")])).toThrow(InternalError);
    expect(() => parsePathOutput("end\n", [query("/etc")])).toThrow(InternalError);
    expect(() => parsePathOutput("what is this\nend\n", [])).toThrow(InternalError);
  });

  it("reads what GNU and busybox print of a name with a backslash alike", () => {
    const stat = "s 81a4:0:0:UNKNOWN:domain users:1://a\\b";
    const hash = "0".repeat(64);
    const expected = { owner: "0", group: "domain users", sha256: hash };
    for (const line of [`h \\${hash}  /a\\\\b`, `h ${hash}  /a\\b`]) {
      expect(parsePathOutput(`${stat}\n${line}\nend\n`, [query("/a\\b")])).toMatchObject([expected]);
    }
  });
});
