import { execFileSync } from "node:child_process";
import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";
import { madeBundle, newFolder, writeFiles } from "./made-bundle.ts";

const sha256 = "a".repeat(64);
const item = {
  name: "kubeadm",
  version: "1.33.4",
  arch: "amd64",
  kind: "binary",
  path: "kubeadm",
  sha256,
  size: 1,
};

/** What is wrong with a bundle.json, as lab prints it. */
const wrong: Readonly<Record<string, string>> = {
  "not JSON": '{"bundle": 1, "items": [',
  "another version": JSON.stringify({ bundle: 2, items: [] }),
  "mistyped keys": JSON.stringify(
    { bundle: 1, items: [{ ...item, sha265: sha256, sha256: undefined }] },
    null,
    2,
  ),
  "wrong values": JSON.stringify(
    { bundle: 1, items: [{ ...item, arch: "x86_64", kind: "binry", sha256: "abc", size: "1", name: "" }] },
    null,
    2,
  ),
  "paths that lead out": JSON.stringify(
    {
      bundle: 1,
      items: ["/etc/passwd", "../x", "a/../../x", "./a", "a\\b"].map((path) => ({ ...item, path })),
    },
    null,
    2,
  ),
  "items twice": JSON.stringify({ bundle: 1, items: [item, { ...item, path: "other" }] }, null, 2),
  "images without references, others with": JSON.stringify(
    {
      bundle: 1,
      items: [
        { ...item, kind: "image" },
        { ...item, refs: ["registry.k8s.io/pause:3.10"] },
      ],
    },
    null,
    2,
  ),
};

function inFolder(folder: string): void {
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
}

function printed(name: string): string {
  try {
    readBundle(name);
    return "";
  } catch (error) {
    if (error instanceof InputError) return printProblems(error.problems);
    throw error;
  }
}

describe("bundle.json", () => {
  it("is refused with every mistake at its place", async () => {
    inFolder(newFolder());
    const messages = Object.entries(wrong).map(([title, text], index) => {
      writeFiles(`b${index}`, { "bundle.json": text });
      return `${title}\n${printed(`b${index}`)}\n`;
    });
    await expect(messages.join("\n")).toMatchFileSnapshot("golden/wrong-bundles.txt");
  });

  it("is missed where there is none, and the bundle that is there is named", () => {
    const folder = newFolder();
    inFolder(folder);
    writeFiles(folder, { "kubernetes/bundle.json": "{}", "empty/x": "", "notes.txt": "" });
    expect(printed("kubernets")).toBe(
      'error: there is no bundle kubernets\n  hint: did you mean "kubernetes"?',
    );
    expect(printed("empty")).toContain("empty is no bundle: there is no bundle.json in it");
    expect(printed("notes.txt")).toContain("notes.txt is not a bundle");
  });
});

describe("an archive of a bundle", () => {
  let project: string;
  beforeEach(() => {
    project = newFolder();
    inFolder(project);
    const folder = madeBundle([{ name: "x", arch: "all", kind: "manifest", path: "manifests/x.yaml" }]);
    execFileSync("tar", ["-C", folder, "-czf", join(project, "b.tar.gz"), "."]);
    execFileSync("tar", [
      "-C",
      join(folder, ".."),
      "-cf",
      join(project, "top.tar"),
      folder.split("/").at(-1) ?? "",
    ]);
  });

  const unpacked = () => readdirSync(join(project, ".lab/bundles"));

  it("is unpacked once, whether its files are at the top or in a folder", () => {
    expect(readBundle("b.tar.gz").items).toHaveLength(1);
    expect(readBundle("top.tar").items).toHaveLength(1);
    expect(unpacked()).toHaveLength(2);
    readBundle(join(project, "b.tar.gz"));
    expect(unpacked()).toHaveLength(2);
  });

  it("is unpacked anew in a process that finds another file in its place", async () => {
    const { bundleFolder } = await import("../../../src/bundle/bundle-folder.ts");
    const path = join(project, "b.tar.gz");
    const first = bundleFolder("b.tar.gz", path);
    expect(bundleFolder("b.tar.gz", path)).toBe(first);
    utimesSync(path, 1, 1);
    expect(bundleFolder("b.tar.gz", path)).not.toBe(first);
  });

  it("leaves nothing behind where it is damaged", () => {
    writeFiles(project, { "broken.tar.gz": "not gzip".repeat(99), "broken.tar": "not tar", "cut.tar": "" });
    const unreadable = (name: string) => `error: ${name} is not a tar archive that can be read: it is`;
    expect(printed("broken.tar.gz")).toBe(`${unreadable("broken.tar.gz")} damaged or something else`);
    expect(printed("broken.tar")).toBe(`${unreadable("broken.tar")} empty or cut off`);
    expect(printed("cut.tar")).toBe(`${unreadable("cut.tar")} empty or cut off`);
    expect(unpacked()).toEqual([]);
  });
});
