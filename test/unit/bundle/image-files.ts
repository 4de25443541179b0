import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type MadeEntry, tarArchive } from "./tar-archive.ts";

interface Blob {
  readonly digest: string;
  readonly size: number;
  readonly entry: MadeEntry;
}

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");

function blob(data: Buffer | string): Blob {
  const hex = sha256(data);
  return {
    digest: `sha256:${hex}`,
    size: Buffer.byteLength(data),
    entry: { path: `blobs/sha256/${hex}`, data },
  };
}

/** One image of one file, for one architecture: what its manifest refers to, and the manifest. */
function image(arch: string) {
  const layerTar = tarArchive([{ path: "hello", data: `for ${arch}\n` }]);
  const layer = blob(gzipSync(layerTar));
  const rootfs = { type: "layers", diff_ids: [`sha256:${sha256(layerTar)}`] };
  const config = blob(
    JSON.stringify({ architecture: arch, os: "linux", config: { Cmd: ["/hello"] }, rootfs }),
  );
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = blob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: {
        mediaType: "application/vnd.oci.image.config.v1+json",
        digest: config.digest,
        size: config.size,
      },
      layers: [
        { mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: layer.digest, size: layer.size },
      ],
    }),
  );
  return { layerTar, layer, config, manifest, mediaType };
}

/** An OCI archive of one image; `missing` platforms stand in its index without being there, as `docker save` does. */
export function ociArchive(ref: string, arch: string, missing: readonly string[] = []): Buffer {
  const own = image(arch);
  const annotations = {
    "io.containerd.image.name": ref,
    "org.opencontainers.image.ref.name": ref.split(":").at(-1),
  };
  const describe = (architecture: string, { mediaType, manifest }: typeof own) => ({
    ...{ mediaType, digest: manifest.digest, size: manifest.size },
    platform: { architecture, os: "linux" },
  });
  const index = blob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.index.v1+json",
      manifests: [describe(arch, own), ...missing.map((other) => describe(other, image(other)))],
    }),
  );
  const top = {
    mediaType: "application/vnd.oci.image.index.v1+json",
    digest: index.digest,
    size: index.size,
    annotations,
  };
  return tarArchive([
    { path: "oci-layout", data: JSON.stringify({ imageLayoutVersion: "1.0.0" }) },
    { path: "index.json", data: JSON.stringify({ schemaVersion: 2, manifests: [top] }) },
    ...[index, own.manifest, own.config, own.layer].map(({ entry }) => entry),
  ]);
}

/** An archive as `docker save` has always made it. */
export function dockerArchive(refs: readonly string[], arch: string): Buffer {
  const { layerTar, config } = image(arch);
  const configPath = `${config.digest.slice(7)}.json`;
  return tarArchive([
    { path: configPath, data: config.entry.data ?? "" },
    { path: "layer.tar", data: layerTar },
    {
      path: "manifest.json",
      data: JSON.stringify([{ Config: configPath, RepoTags: refs, Layers: ["layer.tar"] }]),
    },
  ]);
}
