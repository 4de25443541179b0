import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { unpackedState } from "../../../src/bundle/archive-probe.ts";
import { takeBackScript, unpackScript } from "../../../src/bundle/archive-scripts.ts";
import { debScript } from "../../../src/bundle/deb-script.ts";
import { containerdImages, parseImages } from "../../../src/bundle/image-probe.ts";
import { importScript, removeScript } from "../../../src/bundle/image-scripts.ts";
import { aptPreamble } from "../../../src/resources/apt-script.ts";
import type { Probe } from "../../../src/resources/probe.ts";
import { runSh } from "../resources/run-sh.ts";
import { pathWith, shells } from "../resources/sh-path.ts";
import { newFolder, writeFiles } from "./made-bundle.ts";
import { tarArchive } from "./tar-archive.ts";

const pause = "registry.k8s.io/pause:3.10";
const sha256 = "5".repeat(64);
const place = { folder: "/opt/cni/bin", name: "cni-plugins" };
const plugins = unpackedState(place);

const scripts: Readonly<Record<string, string>> = {
  "import-image": `lab_archive=/tmp/x\n${importScript([pause], "'--platform' 'linux/amd64'")}`,
  "remove-image": removeScript([pause, "docker.io/library/busybox:1.36"]),
  "ask-images": containerdImages({}).kind.script([{}]),
  "unpack-archive": `lab_archive=/tmp/x\n${unpackScript(place, sha256)}`,
  "take-back-archive": takeBackScript(place, sha256),
  "ask-archive": plugins.kind.script([plugins.query]),
  "install-debs": `lab_deb0=/tmp/x\nlab_deb1=/tmp/y\n${debScript(["lab_deb0", "lab_deb1"])}`,
};

describe.each(Object.entries(scripts))("the script %s", (name, script) => {
  it("is as it was", async () => {
    await expect(`${script.replace(aptPreamble, "…")}\n`).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  it("passes shellcheck", () => {
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });
});

/** Runs the script of a probe; what it prints is parsed. */
function ask<State>(probe: Probe<State>, path: string): unknown {
  const { status, stdout } = runSh(probe.kind.script([probe.query]), path);
  expect(status).toBe(0);
  return probe.kind.parse(stdout, [probe.query])[0];
}

describe.each(shells)("unpacking with %s", (shell) => {
  const path = pathWith(shell);

  it("brings the files, sees what is missing or altered, and takes itself back", () => {
    const folder = newFolder();
    const own = { folder: join(folder, "a/b"), name: "cni-plugins" };
    const unpacked = () => ask(unpackedState(own), path);
    const entries = { folder: join(folder, "entry") };
    const run = (script: string) => {
      const variables = `lab_archive='${folder}/x.tgz'\nLAB_ENTRY='${entries.folder}'; export LAB_ENTRY`;
      return runSh(`${variables}\n${script}`, path);
    };
    const files = [
      { path: "./", type: "Directory" as const },
      { path: "./bridge", data: "new bridge" },
      { path: "./it's one", data: "x" },
    ];
    writeFileSync(join(folder, "x.tgz"), gzipSync(tarArchive(files)));

    expect(unpacked()).toEqual({ sha256: null, isWhole: false });
    mkdirSync(entries.folder);
    expect(run(unpackScript(own, sha256))).toMatchObject({ status: 0, stderr: "" });
    expect(unpacked()).toEqual({ sha256, isWhole: true });
    expect(readdirSync(own.folder).toSorted()).toEqual([".lab-cni-plugins", "bridge", "it's one"]);

    rmSync(join(own.folder, "it's one"));
    expect(unpacked()).toEqual({ sha256, isWhole: false });
    writeFiles(own.folder, { "it's one": "x", bridge: "damaged" });
    expect(unpacked()).toEqual({ sha256, isWhole: false });

    writeFiles(own.folder, { bridge: "new bridge", others: "stay" });
    expect(run(takeBackScript(own, "6".repeat(64)))).toMatchObject({ status: 1 });
    expect(run(takeBackScript(own, sha256))).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(own.folder)).toEqual(["others"]);
    rmSync(join(own.folder, "others"));
    expect(run(takeBackScript(own, sha256)).status).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(["entry", "x.tgz"]);
  });

  it("puts back what stood there before", () => {
    const folder = newFolder();
    const own = { folder: join(folder, "bin"), name: "cni-plugins" };
    writeFiles(folder, {
      "bin/bridge": "old bridge",
      "bin/.lab-cni-plugins": `${"4".repeat(64)}\n`,
      "entry/x": "",
    });
    writeFileSync(join(folder, "x.tgz"), gzipSync(tarArchive([{ path: "bridge", data: "new bridge" }])));
    const start = `lab_archive='${folder}/x.tgz'\nLAB_ENTRY='${folder}/entry'; export LAB_ENTRY\n`;
    expect(runSh(start + unpackScript(own, sha256), path)).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(own.folder, "bridge"), "utf8")).toBe("new bridge");
    expect(runSh(start + takeBackScript(own, sha256), path)).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(own.folder, "bridge"), "utf8")).toBe("old bridge");
    expect(readFileSync(join(own.folder, ".lab-cni-plugins"), "utf8")).toBe(`${"4".repeat(64)}\n`);
  });
});

/** A search path with a `ctr` that prints this list and this help, and writes down what it is called with. */
function pathWithCtr(list: string, help = ""): { path: string; calls: () => string[] } {
  const folder = newFolder();
  const log = join(folder, "calls");
  const script = `#!/bin/sh
shift 4
printf '%s\\n' "$*" >>'${log}'
case "$*" in
  'images ls -q') cut -d ' ' -f 1 '${folder}/list' | sed 1d ;;
  'images ls') cat '${folder}/list' ;;
  'images import --help') cat '${folder}/help' ;;
esac
`;
  writeFiles(folder, { list, help });
  writeFileSync(join(folder, "ctr"), script, { mode: 0o755 });
  writeFileSync(log, "");
  const calls = () =>
    readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  return { path: `${folder}:${process.env.PATH}`, calls };
}

/** As containerd 1.6 prints it: one image under two names, one under one, and both by the digest of their configuration. */
const list = `REF                              TYPE    DIGEST    SIZE  PLATFORMS   LABELS
docker.io/library/busybox:1.36   docker  sha256:b0 696 B linux/amd64 io.cri-containerd.image=managed
docker.io/library/busybox:latest docker  sha256:b0 696 B linux/amd64 io.cri-containerd.image=managed
registry.k8s.io/pause:3.10       oci     sha256:a0 1 KiB linux/amd64 io.cri-containerd.image=managed
sha256:a1                        oci     sha256:a0 1 KiB linux/amd64 io.cri-containerd.image=managed
sha256:b1                        docker  sha256:b0 696 B linux/amd64 io.cri-containerd.image=managed
`;

describe("images", () => {
  it("are removed by the names that came, and by their digest with the last name", () => {
    const { path, calls } = pathWithCtr(list);
    const refs = [pause, "docker.io/library/busybox:1.36", "registry.k8s.io/gone:1"];
    expect(runSh(removeScript(refs), path)).toMatchObject({ status: 0, stderr: "" });
    expect(calls().toSorted()).toEqual([
      "images ls",
      "images rm --sync docker.io/library/busybox:1.36",
      "images rm --sync registry.k8s.io/pause:3.10",
      "images rm --sync sha256:a1",
    ]);
  });

  it("are imported from an archive as it is, or from what gzip makes of it", () => {
    const folder = newFolder();
    const start = (name: string) => `lab_archive='${folder}/${name}'\n`;
    writeFiles(folder, { plain: "tar", packed: gzipSync("tar") });
    const { path, calls } = pathWithCtr(list);
    const script = importScript([pause], "--platform linux/amd64");
    expect(runSh(start("plain") + script, path)).toMatchObject({ status: 0, stderr: "" });
    expect(runSh(start("packed") + script, path)).toMatchObject({ status: 0, stderr: "" });
    expect(calls().filter((call) => call.startsWith("images import --platform"))).toEqual([
      `images import --platform linux/amd64 ${folder}/plain`,
      "images import --platform linux/amd64 -",
    ]);
  });

  it("are imported by ctr itself where it could leave that to containerd, which knows one snapshotter only", () => {
    const folder = newFolder();
    writeFiles(folder, { plain: "tar" });
    const { path, calls } = pathWithCtr(list, "   --local      Run import locally\n");
    const script = `lab_archive='${folder}/plain'\n${importScript([pause], "--snapshotter native")}`;
    expect(runSh(script, path)).toMatchObject({ status: 0, stderr: "" });
    expect(calls()).toContain(`images import --local --snapshotter native ${folder}/plain`);
  });

  it("are missed where the archive did not bring them", () => {
    const folder = newFolder();
    writeFiles(folder, { plain: "tar" });
    const script = `lab_archive='${folder}/plain'\n${importScript(["registry.k8s.io/pause:3.9"], "")}`;
    const { status, stderr } = runSh(script, pathWithCtr(list).path);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "the archive does not hold registry.k8s.io/pause:3.9: lab bundle verify tells what it holds\n",
    );
  });

  it("are none where containerd answers and has none, and not known where it does not", () => {
    expect(parseImages("answered\n\n")).toEqual([]);
    expect(parseImages(`answered\n${pause}\n`)).toEqual([pause]);
    expect(parseImages("")).toBeNull();
  });
});
