import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ImageArchive, readImageArchive } from "../../../src/bundle/image-archive.ts";
import { fullRef } from "../../../src/bundle/image-ref.ts";
import { dockerArchive, ociArchive } from "./image-files.ts";
import { newFolder } from "./made-bundle.ts";
import { tarArchive } from "./tar-archive.ts";

function archive(bytes: Buffer): Promise<ImageArchive> {
  const path = join(newFolder(), "image.tar");
  writeFileSync(path, bytes);
  return readImageArchive(path, "image.tar");
}

const pause = { refs: ["registry.k8s.io/pause:3.10"], tags: [], architectures: ["arm64"] };

describe("an archive of images", () => {
  it("says what it holds in the format of OCI", async () => {
    expect(await archive(ociArchive("registry.k8s.io/pause:3.10", "arm64"))).toEqual(pause);
  });

  it("is for the platforms that are in it, and not for those that its index names", async () => {
    expect(await archive(ociArchive("registry.k8s.io/pause:3.10", "arm64", ["amd64", "s390x"]))).toEqual(
      pause,
    );
  });

  it("says what it holds in the format of docker, compressed or not, with names in full", async () => {
    const docker = dockerArchive(["busybox:1.36", "lab/busybox"], "amd64");
    const refs = ["docker.io/library/busybox:1.36", "docker.io/lab/busybox:latest"];
    expect(await archive(docker)).toEqual({ refs, tags: [], architectures: ["amd64"] });
    expect(await archive(gzipSync(docker))).toEqual({ refs, tags: [], architectures: ["amd64"] });
  });

  it("has no reference where it has a tag only", async () => {
    const index = {
      manifests: [{ digest: "sha256:00", annotations: { "org.opencontainers.image.ref.name": "3.10" } }],
    };
    const files = { "oci-layout": "{}", "index.json": JSON.stringify(index) };
    const bytes = tarArchive(Object.entries(files).map(([path, data]) => ({ path, data })));
    expect(await archive(bytes)).toEqual({ refs: [], tags: ["3.10"], architectures: [] });
  });

  it("is refused where it is something else", async () => {
    const other = archive(tarArchive([{ path: "etc/passwd", data: "root" }]));
    await expect(other).rejects.toMatchObject({ message: "image.tar is not an archive of images" });
    await expect(archive(gzipSync("text").subarray(0, 20))).rejects.toMatchObject({ name: "InputError" });
  });
});

describe("a reference", () => {
  it.each([
    ["busybox", "docker.io/library/busybox:latest"],
    ["flannel/flannel:v0.26.1", "docker.io/flannel/flannel:v0.26.1"],
    ["registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.10"],
    ["localhost/x", "localhost/x:latest"],
    ["10.0.0.1:5000/pause", "10.0.0.1:5000/pause:latest"],
    ["quay.io/cilium/cilium@sha256:00", "quay.io/cilium/cilium@sha256:00"],
  ])("%s is %s in full", (short, full) => {
    expect(fullRef(short)).toBe(full);
    expect(fullRef(full)).toBe(full);
  });
});
