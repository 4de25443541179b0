import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { pathChangeScript } from "../../../src/resources/apply-path.ts";
import type { PathChange, PathImage } from "../../../src/resources/change.ts";

const rootOwned = { owner: "root", group: "root" } as const;
const absent: PathImage = { kind: "absent" };
const folder: PathImage = { kind: "directory", mode: "0755", ...rootOwned };
const link: PathImage = { kind: "link", target: "/opt/a", ...rootOwned };

function file(text: string | null, mode = "0644"): PathImage {
  return { kind: "file", mode, ...rootOwned, content: text === null ? null : { kind: "text", text } };
}

function change(before: PathImage, after: PathImage, more: Partial<PathChange> = {}): PathChange {
  return { kind: "path", path: "/etc/foo/bar", before, after, ...more };
}

const sha256 = "a".repeat(64);
const upload: PathImage = {
  kind: "file",
  mode: "0755",
  ...rootOwned,
  content: { kind: "upload", localPath: "/home/me/kubectl", sha256, size: 9 },
};

const scripts: readonly (readonly [string, string])[] = [
  ["new-file", pathChangeScript(change(absent, file("a\nLAB\nb\n")))],
  ["new-file-without-line-end", pathChangeScript(change(absent, file("a")))],
  ["new-empty-file", pathChangeScript(change(absent, file("")))],
  ["changed-file", pathChangeScript(change(file("a\n"), file("b\n"), { validate: "visudo -cf '%s'" }))],
  ["uploaded-file", pathChangeScript(change(absent, upload), "/tmp/lab-upload")],
  ["file-mode", pathChangeScript(change(file("a\n"), file(null, "0600")))],
  ["new-directory", pathChangeScript(change(absent, folder))],
  ["new-link", pathChangeScript(change(absent, link))],
  ["link-to-file", pathChangeScript(change(link, file("a\n")))],
  ["removed-file", pathChangeScript(change(file("a\n"), absent))],
  ["removed-directory", pathChangeScript(change(folder, absent))],
];

describe("pathChangeScript", () => {
  it.each(scripts)("%s", async (name, script) => {
    await expect(script).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  it("passes shellcheck", () => {
    const golden = new URL("golden/", import.meta.url);
    const names = [...scripts.map(([name]) => name), "path-probe"].map((name) => `${name}.sh`);
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", ...names], {
      cwd: golden,
      encoding: "utf8",
    });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });

  it.each([
    ["content that nobody knows", change(absent, file(null))],
    ["a device", change(absent, { kind: "other", description: "block device" })],
    ["content that was not uploaded", change(absent, upload)],
    ["the removal of /etc", change(folder, absent, { path: "/usr/../etc/" })],
  ])("refuses %s", (_, refused) => {
    expect(() => pathChangeScript(refused)).toThrow(InternalError);
  });
});
