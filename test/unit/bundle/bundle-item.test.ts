import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundleItem, type ItemQuery } from "../../../src/bundle/bundle-item.ts";
import type { BundleItem } from "../../../src/bundle/bundle-schema.ts";
import { InputError } from "../../../src/errors.ts";
import { madeBundle } from "./made-bundle.ts";

const kubeadm = (version: string, arch: BundleItem["arch"]) =>
  ({ name: "kubeadm", version, arch, kind: "binary", path: `${arch}/${version}/kubeadm` }) as const;
const script = { name: "check", version: "1.0", arch: "all", kind: "binary", path: "all/check" } as const;
const deb = {
  name: "kubelet",
  version: "1.33.4-1.1",
  arch: "amd64",
  kind: "deb",
  path: "kubelet.deb",
} as const;

function problemOf(bundle: string, query: ItemQuery) {
  try {
    bundleItem(bundle, query);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
  }
  throw new Error("there was no problem");
}

describe("an item of a bundle", () => {
  it("is found by kind, name, version and architecture, and says what is sent", () => {
    const bundle = madeBundle([
      kubeadm("1.33.4", "amd64"),
      kubeadm("1.33.4", "arm64"),
      kubeadm("1.34.2", "amd64"),
    ]);
    const item = bundleItem(bundle, { name: "kubeadm", kind: "binary", version: "v1.33.4", arch: "arm64" });
    const { sha256, size } = item;
    const localPath = join(bundle, "arm64/1.33.4/kubeadm");
    expect(item.content).toEqual({ kind: "upload", localPath, sha256, size });
  });

  it("fits every host where it is for all, unless there is one for its own architecture", () => {
    const bundle = madeBundle([script, { ...script, arch: "arm64", path: "arm64/check" }]);
    const path = (arch: string) => bundleItem(bundle, { name: "check", kind: "binary", arch }).path;
    expect([path("amd64"), path("arm64")]).toEqual(["all/check", "arm64/check"]);
  });

  it("is a package without its revision, too", () => {
    const query = { name: "kubelet", kind: "deb", arch: "amd64" } as const;
    expect(bundleItem(madeBundle([deb]), { ...query, version: "1.33.4" }).version).toBe("1.33.4-1.1");
    expect(problemOf(madeBundle([deb]), { ...query, version: "1.33" })?.hint).toContain("1.33.4-1.1");
  });

  it("is never chosen among several versions", () => {
    const bundle = madeBundle([kubeadm("1.33.4", "amd64"), kubeadm("1.34.2", "amd64")]);
    expect(problemOf(bundle, { name: "kubeadm", kind: "binary", arch: "amd64" })).toEqual({
      message: `the bundle ${bundle} has several of binary kubeadm`,
      hint: "say which version: binary kubeadm 1.33.4 for amd64, binary kubeadm 1.34.2 for amd64",
    });
  });

  it("is told of where it is not there: other versions, a like name, or what there is of its kind", () => {
    const bundle = madeBundle([kubeadm("1.33.4", "amd64"), script]);
    const hint = (query: Partial<ItemQuery>) =>
      problemOf(bundle, { name: "kubeadm", kind: "binary", arch: "amd64", ...query })?.hint;
    expect(hint({ version: "1.34.2" })).toBe("it has binary kubeadm 1.33.4 for amd64");
    expect(hint({ name: "kubadm" })).toBe("it has binary kubeadm");
    expect(hint({ name: "etcd" })).toBe("of this kind it has check, kubeadm");
    expect(hint({ kind: "chart" })).toBe("it has no chart at all");
  });

  it("is refused at its place in bundle.json where its file is missing, or of another size", () => {
    const bundle = madeBundle([script, kubeadm("1.33.4", "amd64")]);
    const query = { name: "kubeadm", kind: "binary", arch: "amd64" } as const;
    const file = join(bundle, "amd64/1.33.4/kubeadm");
    writeFileSync(file, "short");
    expect(problemOf(bundle, query)).toMatchObject({
      message: `${file} has 5 bytes instead of 20`,
      location: { file: join(bundle, "bundle.json"), line: 13, column: 5 },
    });
    rmSync(file);
    expect(problemOf(bundle, query)?.message).toBe(`the file ${file} is missing`);
  });
});
