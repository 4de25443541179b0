import { createHash } from "node:crypto";

interface Entry {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * A tar that `ctr images import` and `docker load` take: a docker archive (manifest.json) that is an OCI layout, too, of one
 * image with one layer, which holds a file that says what it is.
 */
export function imageArchive(ref: string, architecture: string): Buffer {
  const layer = tar([{ name: "lab-stand-in", content: Buffer.from(`stand-in for ${ref}\n`) }]);
  const config = json({
    architecture,
    os: "linux",
    created: "2025-01-01T00:00:00Z",
    config: { Cmd: ["/lab-stand-in"] },
    rootfs: { type: "layers", diff_ids: [digest(layer)] },
    history: [{ created: "2025-01-01T00:00:00Z", created_by: "lab stand-in" }],
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: descriptor("application/vnd.oci.image.config.v1+json", config),
    layers: [descriptor("application/vnd.oci.image.layer.v1.tar", layer)],
  });
  const entry = {
    ...descriptor("application/vnd.oci.image.manifest.v1+json", manifest),
    annotations: {
      "io.containerd.image.name": ref,
      "org.opencontainers.image.ref.name": ref.slice(ref.lastIndexOf(":") + 1),
    },
    platform: { architecture, os: "linux" },
  };
  const blobs = [layer, config, manifest].map((content) => ({ name: blobPath(content), content }));
  return tar([
    { name: "oci-layout", content: json({ imageLayoutVersion: "1.0.0" }) },
    {
      name: "index.json",
      content: json({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.index.v1+json",
        manifests: [entry],
      }),
    },
    {
      name: "manifest.json",
      content: json([{ Config: blobPath(config), RepoTags: [ref], Layers: [blobPath(layer)] }]),
    },
    ...blobs,
  ]);
}

function descriptor(mediaType: string, content: Buffer): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest: digest(content), size: content.length };
}

function digest(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function blobPath(content: Buffer): string {
  return `blobs/${digest(content).replace(":", "/")}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** A tar of plain files (POSIX ustar). */
export function tar(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, content }) => [
    header(name, content.length),
    content,
    Buffer.alloc((512 - (content.length % 512)) % 512),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  const put = (text: string, offset: number): void => void block.write(text, offset, "latin1");
  const octal = (number: number, length: number): string => number.toString(8).padStart(length, "0");
  // A name that is longer than 100 bytes has its folders in the prefix.
  const cut = name.length > 100 ? name.lastIndexOf("/") : -1;
  put(cut < 0 ? name : name.slice(cut + 1), 0);
  put(
    `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0        0`,
    100,
  );
  put("ustar\x0000", 257);
  put(cut < 0 ? "" : name.slice(0, cut), 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return block;
}
