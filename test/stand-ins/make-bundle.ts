import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ciliumChart, ciliumImages } from "./cilium-chart.ts";
import { imagesOf, parseRelease } from "./core/release.ts";
import { imageArchive } from "./image-archive.ts";
import { debianFiles, standInFolder, standInProgram } from "./install-node.ts";

const run = promisify(execFile);
const arch = process.arch === "arm64" ? "arm64" : "amd64";

/** An item of a bundle, before it is measured. */
export interface Item {
  readonly name: string;
  readonly version: string;
  readonly kind: "binary" | "image" | "cni-plugins" | "chart";
  readonly path: string;
  readonly refs?: readonly string[];
}

/** Programs that go with a version of Kubernetes, and those that have versions of their own. */
const perRelease = ["kubeadm", "kubelet", "kubectl"] as const;
const helmVersion = "3.18.4";
const ciliumCliVersion = "0.18.5";
const ciliumVersion = "1.18.2";

/**
 * Writes a bundle whose programs are launchers of stand-ins, with images that containerd can import and the CNI plugins of
 * Debian. Versions without "v".
 */
export async function makeBundle(folder: string, versions: readonly string[]): Promise<void> {
  const items: Item[] = [];
  for (const version of versions) {
    const release = parseRelease(version);
    if (release === null) throw new RangeError(`no version of Kubernetes: ${version}`);
    for (const name of perRelease) items.push(await launcher(folder, name, release.version));
    const tools = `1.${release.minor}.0`;
    if (!items.some((item) => item.name === "crictl" && item.version === tools))
      items.push(await launcher(folder, "crictl", tools));
    for (const [name, ref] of imagesOf(release, { repository: "registry.k8s.io" })) {
      const tag = ref.slice(ref.lastIndexOf(":") + 1).replace(/^v/, "");
      if (items.some((item) => item.kind === "image" && item.name === name && item.version === tag)) continue;
      items.push(await image(folder, name, tag, ref));
    }
    const etcd =
      /etcd:(\d+\.\d+\.\d+)/.exec(
        [...imagesOf(release, { repository: "registry.k8s.io" }).values()].join(" "),
      )?.[1] ?? "";
    for (const name of ["etcd", "etcdctl", "etcdutl"]) {
      if (!items.some((item) => item.name === name && item.kind === "binary" && item.version === etcd))
        items.push(await launcher(folder, name, etcd));
    }
  }
  items.push(
    await launcher(folder, "helm", helmVersion),
    await launcher(folder, "cilium", ciliumCliVersion),
    await cniPlugins(folder),
  );
  for (const [name, ref] of ciliumImages(ciliumVersion))
    items.push(await image(folder, name, ciliumVersion, ref));
  const chart = `charts/cilium-${ciliumVersion}.tgz`;
  await put(join(folder, chart), ciliumChart(ciliumVersion));
  items.push({ name: "cilium", version: ciliumVersion, kind: "chart", path: chart });
  await writeManifest(folder, items);
}

/** Writes what starts a stand-in, as an item of the bundle in `folder`. */
export async function launcher(folder: string, name: string, version: string): Promise<Item> {
  const path = `${arch}/${name}-${version}`;
  const call =
    name === "etcd"
      ? `${standInFolder}/bin/etcd "$@"`
      : `env NODE_COMPILE_CACHE=${standInFolder}/compiled ${standInFolder}/node ${standInProgram} ${name}@${version} "$@"`;
  await put(
    join(folder, path),
    Buffer.from(`#!/bin/sh\n# A stand-in for tests of lab: not Kubernetes' own ${name}.\nexec ${call}\n`),
  );
  await chmod(join(folder, path), 0o755);
  return { name, version, kind: "binary", path };
}

async function image(folder: string, name: string, version: string, ref: string): Promise<Item> {
  const path = `${arch}/images/${name}-${version}.tar`;
  await put(join(folder, path), imageArchive(ref, arch));
  return { name, version, kind: "image", path, refs: [ref] };
}

/** The plugins of Debian's containernetworking-plugins: they are the real ones. */
async function cniPlugins(folder: string): Promise<Item> {
  const files = await debianFiles("cni", ["containernetworking-plugins"]);
  const path = `${arch}/cni-plugins-1.1.1.tgz`;
  await mkdir(dirname(join(folder, path)), { recursive: true });
  const plain = ["--sort=name", "--owner=0", "--group=0", "--mtime=@0"];
  await run("tar", [...plain, "-C", join(files, "usr/lib/cni"), "-czf", join(folder, path), "."]);
  return { name: "cni-plugins", version: "1.1.1", kind: "cni-plugins", path };
}

/** Writes the bundle.json of items that are there. */
export async function writeManifest(folder: string, items: readonly Item[]): Promise<void> {
  const described = await Promise.all(
    items.map(async (item) => {
      const content = await readFile(join(folder, item.path));
      return {
        ...item,
        arch: item.kind === "chart" ? "all" : arch,
        sha256: createHash("sha256").update(content).digest("hex"),
        size: content.length,
      };
    }),
  );
  await writeFile(
    join(folder, "bundle.json"),
    `${JSON.stringify({ bundle: 1, items: described }, null, 2)}\n`,
  );
}

async function put(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...versions] = process.argv.slice(2);
  if (folder === undefined || versions.length === 0) {
    process.stderr.write(
      "Usage: node test/stand-ins/make-bundle.ts FOLDER VERSION…\nWrites a bundle of stand-ins, for example of 1.33.4 and 1.34.2.\n",
    );
    process.exitCode = 1;
  } else {
    await makeBundle(folder, versions);
    process.stdout.write(`${join(folder, "bundle.json")}\n`);
  }
}
