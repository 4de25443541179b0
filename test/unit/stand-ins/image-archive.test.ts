import { expect, it } from "vitest";
import { imageArchive } from "../../stand-ins/image-archive.ts";

it("is the same archive each time, a docker archive and an OCI layout in one", () => {
  const archive = imageArchive("registry.k8s.io/pause:3.10", "amd64");
  expect(imageArchive("registry.k8s.io/pause:3.10", "amd64").equals(archive)).toBe(true);
  const names: string[] = [];
  for (let at = 0; archive[at] !== 0; ) {
    const name = archive.toString("latin1", at, at + 100).replace(/\0.*/s, "");
    const size = Number.parseInt(archive.toString("latin1", at + 124, at + 135), 8);
    names.push(name);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  expect(names.slice(0, 3)).toEqual(["oci-layout", "index.json", "manifest.json"]);
  expect(names.slice(3)).toHaveLength(3);
  expect(archive.toString("latin1")).toContain('"RepoTags":["registry.k8s.io/pause:3.10"]');
});
