import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BundleItem } from "../../../src/bundle/bundle-schema.ts";

/** What a test says of an item; the rest follows from it. */
export type ExampleItem = Pick<BundleItem, "name" | "kind"> & Partial<BundleItem>;

/** Writes a bundle for amd64 whose files hold their own paths. Returns its folder, which the test removes. */
export function exampleBundle(items: readonly ExampleItem[]): string {
  const folder = mkdtempSync(join(tmpdir(), "lab-bundle-"));
  const whole = items.map((item): BundleItem => {
    const path = `${item.kind}/${item.version ?? "any"}/${item.name}`;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), path);
    const sha256 = createHash("sha256").update(path).digest("hex");
    return { arch: "amd64", path, sha256, size: Buffer.byteLength(path), ...item };
  });
  writeFileSync(join(folder, "bundle.json"), JSON.stringify({ bundle: 1, items: whole }));
  return folder;
}

/** What a node needs of Kubernetes, with the images of its control plane. */
export function kubernetesItems(version: string): ExampleItem[] {
  const binaries = ["kubeadm", "kubelet", "kubectl"];
  const images = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];
  return [
    ...binaries.map((name): ExampleItem => ({ name, version, kind: "binary" })),
    ...images.map((name): ExampleItem => {
      return { name, version, kind: "image", refs: [`registry.k8s.io/${name}:v${version}`] };
    }),
  ];
}
