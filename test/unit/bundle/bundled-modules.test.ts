import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundledArchiveModule } from "../../../src/bundle/bundled-archive.ts";
import { bundledBinaryModule } from "../../../src/bundle/bundled-binary.ts";
import { bundledDebModule } from "../../../src/bundle/bundled-deb.ts";
import { bundledFileModule } from "../../../src/bundle/bundled-file.ts";
import { bundledImagesModule } from "../../../src/bundle/bundled-images.ts";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import type { PackageState } from "../../../src/resources/package-probe.ts";
import { satisfied } from "../../../src/resources/resource.ts";
import { absent, fileOf } from "../resources/path-states.ts";
import { built, planOf } from "../resources/plan-of.ts";
import { madeBundle } from "./made-bundle.ts";

const pause = "registry.k8s.io/pause:3.10";
const busybox = ["docker.io/library/busybox:1.36", "docker.io/library/busybox:latest"];

/** Everything once, for amd64. */
function bundleOfAll(): string {
  const amd64 = { arch: "amd64" } as const;
  return madeBundle([
    { name: "kubeadm", version: "1.33.4", kind: "binary", path: "kubeadm", ...amd64 },
    { name: "cni-plugins", version: "1.6.0", kind: "cni-plugins", path: "plugins.tgz", ...amd64 },
    { name: "flannel", version: "0.26.1", arch: "all", kind: "manifest", path: "flannel.yaml" },
    { name: "kubelet", version: "1.33.4-1.1", kind: "deb", path: "kubelet.deb", ...amd64 },
    { name: "kubectl", version: "1.33.4-1.1", kind: "deb", path: "kubectl.deb", ...amd64 },
    { name: "pause", version: "3.10", kind: "image", path: "pause.tar", refs: [pause], ...amd64 },
    { name: "busybox", version: "1.36", kind: "image", path: "busybox.tar", refs: busybox, ...amd64 },
  ]);
}

function uploadOf(bundle: string, path: string) {
  const item = readBundle(bundle).items.find((one) => one.path === path);
  return { kind: "upload", localPath: join(bundle, path), sha256: item?.sha256, size: item?.size };
}

describe("a program of a bundle", () => {
  const args = { name: "kubeadm", arch: "amd64", dest: "/usr/bin/kubeadm" };

  it("is ok where its checksum is, and is sent where it is not", () => {
    const bundle = bundleOfAll();
    const there = fileOf("kubeadm", { mode: "0755", content: null });
    expect(planOf(bundledBinaryModule, { ...args, bundle }, { path: there })).toEqual(satisfied);
    const after = {
      kind: "file",
      mode: "0755",
      owner: "root",
      group: "root",
      content: uploadOf(bundle, "kubeadm"),
    };
    const change = { kind: "path", path: "/usr/bin/kubeadm", before: { kind: "absent" }, after };
    expect(planOf(bundledBinaryModule, { ...args, bundle }, { path: absent })).toEqual({
      kind: "changes",
      changes: [change],
    });
  });

  it("is made executable without being sent", () => {
    const plan = planOf(
      bundledBinaryModule,
      { ...args, bundle: bundleOfAll() },
      { path: fileOf("kubeadm", { content: null }) },
    );
    expect(plan).toMatchObject({ changes: [{ after: { mode: "0755", content: null } }] });
  });
});

it("a manifest of a bundle is a file like others", () => {
  const args = { kind: "manifest", name: "flannel", arch: "arm64", dest: "/etc/flannel.yaml" } as const;
  const plan = planOf(bundledFileModule, { ...args, bundle: bundleOfAll() }, { path: absent });
  expect(plan).toMatchObject({ changes: [{ after: { mode: "0644" } }] });
});

describe("images of a bundle", () => {
  const args = { arch: "amd64", refs: [pause, "busybox:1.36", "busybox"] };

  it("are ok where containerd has them, and wait for containerd", () => {
    const images = [pause, ...busybox, "sha256:00"];
    expect(planOf(bundledImagesModule, { ...args, bundle: bundleOfAll() }, { images })).toEqual(satisfied);
    const plan = planOf(bundledImagesModule, { ...args, bundle: bundleOfAll() }, { images: null });
    expect(plan).toEqual({ kind: "blocked", reason: "containerd does not answer" });
  });

  it("are sent one by one, an archive once, and only what is not there", () => {
    const bundle = bundleOfAll();
    const plan = planOf(bundledImagesModule, { ...args, bundle }, { images: [busybox[0] ?? ""] });
    expect(plan).toMatchObject({
      kind: "changes",
      changes: [
        { summary: `ctr: import ${pause}`, uploads: { lab_archive: uploadOf(bundle, "pause.tar") } },
        { summary: `ctr: import ${busybox[1]}`, uploads: { lab_archive: uploadOf(bundle, "busybox.tar") } },
      ],
    });
    if (plan.kind === "changes") expect(plan.changes).toHaveLength(2);
    const after = built(bundledImagesModule, { ...args, bundle }).after?.({ images: ["other"] });
    expect(after).toEqual({ images: ["other", pause, ...busybox] });
  });

  it("are found by name, and all that are missing are told at once", () => {
    const bundle = bundleOfAll();
    const plan = planOf(bundledImagesModule, { bundle, arch: "amd64", names: ["busybox"] }, { images: [] });
    expect(plan).toMatchObject({ changes: [{ summary: `ctr: import ${busybox.join(", ")}` }] });
    const missing = () =>
      built(bundledImagesModule, {
        bundle,
        arch: "amd64",
        refs: ["registry.k8s.io/pause:3.9"],
        names: ["etcd"],
      });
    expect(missing).toThrow(
      `the bundle ${bundle} has no image registry.k8s.io/pause:3.9 for amd64\nthe bundle ${bundle} has no image etcd for amd64`,
    );
  });
});

describe("an archive of a bundle", () => {
  const args = { name: "cni-plugins", arch: "amd64", dest: "/opt/cni/bin" };

  it("is ok where it was unpacked and all of it is there", () => {
    const bundle = bundleOfAll();
    const { sha256 } = uploadOf(bundle, "plugins.tgz");
    const plan = (unpacked: object) => planOf(bundledArchiveModule, { ...args, bundle }, { unpacked });
    expect(plan({ sha256, isWhole: true })).toEqual(satisfied);
    for (const unpacked of [
      { sha256, isWhole: false },
      { sha256: "00", isWhole: true },
      { sha256: null, isWhole: false },
    ]) {
      expect(plan(unpacked)).toMatchObject({
        changes: [
          { summary: "unpack cni-plugins 1.6.0 to /opt/cni/bin", uploads: { lab_archive: { sha256 } } },
        ],
      });
    }
  });
});

describe("packages of a bundle", () => {
  const args = { name: ["kubelet", "kubectl"], version: "1.33.4", arch: "amd64", hold: true };
  const state = (version: string | null, held = false): PackageState => ({
    manager: "apt",
    installed: version === null ? null : { version },
    residue: false,
    held,
    candidate: null,
    listsAgeSeconds: null,
  });

  it("are ok in their version and held", () => {
    const states = { kubelet: state("1.33.4-1.1", true), kubectl: state("1.33.4-1.1", true) };
    expect(planOf(bundledDebModule, { ...args, bundle: bundleOfAll() }, states)).toEqual(satisfied);
  });

  it("are installed together, and only those that are missing", () => {
    const bundle = bundleOfAll();
    const old = { kubelet: state("1.32.0-1.1", true), kubectl: state(null) };
    expect(planOf(bundledDebModule, { ...args, bundle }, old)).toMatchObject({
      changes: [
        {
          summary: "apt: install kubelet=1.33.4-1.1, kubectl=1.33.4-1.1 from the bundle",
          uploads: { lab_deb0: uploadOf(bundle, "kubelet.deb"), lab_deb1: uploadOf(bundle, "kubectl.deb") },
        },
        { summary: "apt: hold kubectl" },
      ],
    });
    const states = { kubelet: state("1.33.4-1.1", true), kubectl: state(null) };
    const plan = planOf(bundledDebModule, { ...args, bundle }, states);
    expect(plan).toMatchObject({
      changes: [{ summary: "apt: install kubectl=1.33.4-1.1 from the bundle" }, {}],
    });
    const after = built(bundledDebModule, { ...args, bundle }).after?.(states) ?? {};
    expect(planOf(bundledDebModule, { ...args, bundle }, after)).toEqual(satisfied);
  });

  it("need apt", () => {
    const states = {
      kubelet: { ...state(null), manager: "dnf" },
      kubectl: { ...state(null), manager: "dnf" },
    };
    expect(planOf(bundledDebModule, { ...args, bundle: bundleOfAll() }, states).kind).toBe("blocked");
  });
});
