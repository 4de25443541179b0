import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import type { BundleItem } from "../../../src/bundle/bundle-schema.ts";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import { verifyBundle } from "../../../src/bundle/verify-bundle.ts";
import { dockerArchive } from "./image-files.ts";
import { itemOf, newFolder, program, writeFiles } from "./made-bundle.ts";
import { tarArchive } from "./tar-archive.ts";

const chart = gzipSync(tarArchive([{ path: "cilium/Chart.yaml", data: "name: cilium\nversion: 1.16.1\n" }]));
const evil = gzipSync(tarArchive([{ path: "../bridge", data: program("amd64") }]));
const arm = gzipSync(tarArchive([{ path: "bridge", data: program("arm64") }]));

/** Files, and what is said of them; each is wrong in its own way. */
const wrong: readonly (readonly [data: Buffer | string, item: Omit<BundleItem, "sha256" | "size">])[] = [
  [program("arm64"), { name: "kubeadm", version: "1", arch: "amd64", kind: "binary", path: "program" }],
  ["<html>", { name: "kubelet", version: "1", arch: "amd64", kind: "binary", path: "page" }],
  [
    dockerArchive(["registry.k8s.io/pause:3.9"], "arm64"),
    { name: "pause", arch: "amd64", kind: "image", path: "image.tar", refs: ["registry.k8s.io/pause:3.10"] },
  ],
  ["x", { name: "etcd", arch: "amd64", kind: "image", path: "none.tar", refs: ["registry.k8s.io/etcd:3.5"] }],
  [chart, { name: "cilium", version: "1.17.0", arch: "all", kind: "chart", path: "chart.tgz" }],
  [evil, { name: "cni-plugins", version: "1", arch: "amd64", kind: "cni-plugins", path: "evil.tgz" }],
  [arm, { name: "cni-plugins", version: "2", arch: "amd64", kind: "cni-plugins", path: "arm.tgz" }],
  ["a: [", { name: "flannel", arch: "all", kind: "manifest", path: "flannel.yaml" }],
  ["!<arch>\n", { name: "kubelet", version: "1", arch: "amd64", kind: "deb", path: "kubelet.deb" }],
];

it("tells everything that is wrong, each at its item", async () => {
  const folder = newFolder();
  const whole = { name: "good", version: "1", arch: "all", kind: "binary", path: "good" } as const;
  const script = "#!/bin/sh\n";
  const items = [
    itemOf(script, whole),
    ...wrong.map(([data, item]) => itemOf(data, item)),
    itemOf(script, { ...whole, name: "other", path: "other" }),
    itemOf(script, { ...whole, name: "gone", path: "gone" }),
  ];
  writeFiles(folder, {
    good: script,
    other: "#!/bin/SH\n",
    ...Object.fromEntries(wrong.map(([data, { path }]) => [path, data])),
  });
  writeFileSync(
    join(folder, "bundle.json"),
    JSON.stringify({ bundle: 1, items }).replaceAll('{"name', '\n{"name'),
  );
  const problems = await verifyBundle(readBundle(folder));
  const lines = problems.map(
    ({ message, location }) => `${location?.line}: ${message.replaceAll(`${folder}/`, "")}`,
  );
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "3: program is for arm64, and not for amd64
    4: page is neither an ELF file nor a script
    5: image.tar does not hold registry.k8s.io/pause:3.10; it holds registry.k8s.io/pause:3.9
    5: image.tar is for arm64, and not for amd64
    6: none.tar is not a tar archive that can be read: it is empty or cut off
    7: chart.tgz has the version 1.16.1, and not 1.17.0
    8: evil.tgz holds "../bridge", which may lead out of it
    9: arm.tgz is for arm64, and not for amd64
    10: flannel.yaml is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5
    11: kubelet.deb is not a Debian package
    12: other has the sha256 a70babcca55c204877ee3d8d30978bd66b9732487878c27ed64bb89c2eb321c8, and not a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf
    13: the file gone is missing"
  `);
});
