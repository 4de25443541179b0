import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createBundle } from "../../../src/bundle/create-bundle.ts";
import { gatherFiles } from "../../../src/bundle/gather-files.ts";
import { packBundle } from "../../../src/bundle/pack-bundle.ts";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import { verifyBundle } from "../../../src/bundle/verify-bundle.ts";
import { dockerArchive, ociArchive } from "./image-files.ts";
import { newFolder, program, writeFiles } from "./made-bundle.ts";
import { tarArchive } from "./tar-archive.ts";

const chart = gzipSync(tarArchive([{ path: "cilium/Chart.yaml", data: "name: cilium\nversion: 1.16.1\n" }]));
const plugins = gzipSync(tarArchive([{ path: "./bridge", data: program("amd64") }]));

/** A package by the real dpkg-deb. */
function deb(name: string, architecture: string): Buffer {
  const folder = newFolder();
  const control = `Package: ${name}\nVersion: 1:1.33.4-1.1\nArchitecture: ${architecture}\nMaintainer: lab <lab@lab>\nDescription: x\n`;
  writeFiles(folder, { "DEBIAN/control": control });
  execFileSync("dpkg-deb", ["-b", folder, `${folder}/x.deb`], { stdio: "ignore" });
  return readFileSync(join(folder, "x.deb"));
}

describe("making a bundle of a folder", () => {
  it("describes each file by its place and by what it says of itself", async () => {
    const folder = newFolder();
    writeFiles(folder, {
      "amd64/1.33.4/kubeadm": program("amd64"),
      "arm64/v1.33.4/kubeadm": program("arm64"),
      "amd64/0.1/wrapper": "#!/bin/sh\n",
      "images/amd64/coredns.tar": dockerArchive(["registry.k8s.io/coredns/coredns:v1.11.3"], "amd64"),
      "images/pause.tar": ociArchive("registry.k8s.io/pause:3.10", "arm64", ["amd64"]),
      "charts/cilium-1.16.1.tgz": chart,
      "manifests/flannel-v0.26.1.yaml": "kind: Namespace\n",
      "manifests/local.yml": "kind: Namespace\n",
      "debs/any.deb": deb("kubelet", "arm64"),
      "cni-plugins-linux-amd64-v1.6.0.tgz": plugins,
    });
    const { items, unplaced } = await createBundle(folder);
    expect(unplaced).toEqual([]);
    expect(items.map(({ sha256, size, path, ...item }) => item)).toEqual([
      { kind: "binary", name: "wrapper", version: "0.1", arch: "amd64" },
      { kind: "binary", name: "kubeadm", version: "1.33.4", arch: "amd64" },
      { kind: "binary", name: "kubeadm", version: "1.33.4", arch: "arm64" },
      { kind: "chart", name: "cilium", version: "1.16.1", arch: "all" },
      { kind: "cni-plugins", name: "cni-plugins", version: "1.6.0", arch: "amd64" },
      { kind: "deb", name: "kubelet", version: "1:1.33.4-1.1", arch: "arm64" },
      {
        kind: "image",
        name: "coredns",
        version: "1.11.3",
        arch: "amd64",
        refs: ["registry.k8s.io/coredns/coredns:v1.11.3"],
      },
      { kind: "image", name: "pause", version: "3.10", arch: "arm64", refs: ["registry.k8s.io/pause:3.10"] },
      { kind: "manifest", name: "flannel", version: "0.26.1", arch: "all" },
      { kind: "manifest", name: "local", arch: "all" },
    ]);
    expect(readBundle(folder).items).toEqual(items);
    expect(await verifyBundle(readBundle(folder))).toEqual([]);
  });

  it("says why it leaves out what it cannot place", async () => {
    const folder = newFolder();
    writeFiles(folder, {
      "amd64/1.33.4/kubeadm": program("amd64"),
      "amd64/1.33.4/kubelet": program("arm64"),
      "amd64/1.33.4/kubectl": "<html>not found</html>",
      "helm-v3.16.0-linux-amd64.tar.gz": "x",
      "images/amd64/wrong.tar": dockerArchive(["a:1"], "arm64"),
      "images/amd64/nameless.tar": dockerArchive([], "amd64"),
      "charts/none.tgz": plugins,
      "debs/old.deb": deb("kubelet", "i386"),
      "debs/none.deb": "x",
      "amd64/1.33.4/two words": program("amd64"),
      ".hidden": "x",
    });
    const { items, unplaced } = await createBundle(folder);
    expect(items.map(({ name }) => name)).toEqual(["kubeadm"]);
    expect(
      unplaced.map(({ message }) => message.replace(`${folder}/`, "")).join("\n"),
    ).toMatchInlineSnapshot(`
      "amd64/1.33.4/kubectl is left out: it is neither an ELF file nor a script; programs go to ARCH/VERSION/NAME, such as amd64/1.33.4/kubeadm
      amd64/1.33.4/kubelet is left out: it is for arm64, and not for amd64
      amd64/1.33.4/two words is left out: names in a bundle have letters, digits and . _ + - only
      charts/none.tgz is left out: it is not a Helm chart: it has no Chart.yaml with name and version
      debs/none.deb is left out: it is not a Debian package
      debs/old.deb is left out: it is for i386; a bundle is for amd64 and arm64
      helm-v3.16.0-linux-amd64.tar.gz is left out: programs are unpacked to ARCH/VERSION/NAME, charts go to charts/, images to images/
      images/amd64/nameless.tar is left out: it names no image: save it under its whole reference
      images/amd64/wrong.tar is left out: it is for arm64, and not for amd64"
    `);
  });

  it("writes nothing where two files are the same item, or there is none", async () => {
    const folder = newFolder();
    writeFiles(folder, {
      "images/a.tar": dockerArchive(["busybox:1.36"], "amd64"),
      "images/b.tar": dockerArchive(["docker.io/library/busybox:1.36"], "amd64"),
    });
    const message = "image docker.io/library/busybox:1.36 for amd64 is in images/a.tar and in images/b.tar";
    await expect(createBundle(folder)).rejects.toMatchObject({ message });
    await expect(createBundle(join(folder, "none"))).rejects.toThrow(/^there is no folder /);
    await expect(createBundle(newFolder())).rejects.toThrow(/^there is nothing for a bundle in /);
    expect(existsSync(join(folder, "bundle.json"))).toBe(false);
  });

  it("packs what bundle.json names, and nothing else", async () => {
    const folder = newFolder();
    writeFiles(folder, { "amd64/1.33.4/kubeadm": program("amd64"), "notes.txt": "x" });
    const { items } = await createBundle(folder);
    const archive = join(newFolder(), "b.tgz");
    await packBundle(folder, items, archive);
    const names = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" });
    expect(names).toBe("./bundle.json\n./amd64/1.33.4/kubeadm\n");
    await expect(packBundle(folder, items, "b.zip")).rejects.toThrow("b.zip is not a name for an archive");
  });
});

describe("files from elsewhere", () => {
  it("are copied to where they belong", async () => {
    const [folder, elsewhere] = [join(newFolder(), "new"), newFolder()];
    writeFiles(elsewhere, {
      kubeadm: program("arm64"),
      "pause.tar": ociArchive("registry.k8s.io/pause:3.10", "arm64"),
      "flannel.yaml": "kind: Namespace\n",
      "cni-plugins-linux-arm64-v1.6.0.tgz": plugins,
      "list.yaml":
        'files:\n  - {file: kubeadm, kind: binary, version: "1.33.4"}\n  - {file: flannel.yaml, name: net, version: "0.26.1"}\n',
    });
    const from = ["list.yaml", "pause.tar", "cni-plugins-linux-arm64-v1.6.0.tgz"];
    await gatherFiles(
      folder,
      from.map((name) => join(elsewhere, name)),
    );
    expect(
      readdirSync(folder, { recursive: true })
        .filter((path) => /\.|kubeadm/.test(String(path)))
        .toSorted(),
    ).toEqual([
      "arm64/1.33.4",
      "arm64/1.33.4/kubeadm",
      "cni-plugins-linux-arm64-v1.6.0.tgz",
      "images/pause.tar",
      "manifests/net-0.26.1.yaml",
    ]);
  });

  it("are all refused where one cannot be told", async () => {
    const [folder, elsewhere] = [join(newFolder(), "new"), newFolder()];
    mkdirSync(elsewhere, { recursive: true });
    writeFileSync(join(elsewhere, "kubeadm"), program("arm64"));
    writeFileSync(
      join(elsewhere, "list.yaml"),
      "files:\n  - file: kubeadm\n  - {file: kubeadm, kind: binary}\n  - file: none\n",
    );
    await expect(gatherFiles(folder, [join(elsewhere, "list.yaml")])).rejects.toMatchObject({
      problems: [
        { message: "it cannot be told what kubeadm is", location: { line: 2 } },
        { message: "the version of kubeadm is not known", location: { line: 3 } },
        { message: "there is no file none", location: { line: 4 } },
      ],
    });
    expect(existsSync(folder)).toBe(false);
  });
});
