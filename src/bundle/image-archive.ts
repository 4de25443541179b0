import { InputError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { fullRef } from "./image-ref.ts";
import { readMembers } from "./read-members.ts";

/** What an archive of images holds, as containerd would import it. */
export interface ImageArchive {
  /** References in full. */
  readonly refs: readonly string[];
  /** What it names by a tag alone, which is no reference. */
  readonly tags: readonly string[];
  /** Of the images whose manifest is in it. */
  readonly architectures: readonly string[];
}

/** Larger ones are layers. */
const largestJson = 4 * 1024 * 1024;

type Files = ReadonlyMap<string, Buffer>;

/**
 * Reads an archive of `docker save`, `ctr images export`, skopeo or buildah, compressed or not. Like containerd it heeds
 * index.json where there is an oci-layout, and else manifest.json. Throws InputError where it is none; `name` is for messages.
 */
export async function readImageArchive(path: string, name: string): Promise<ImageArchive> {
  const members = await readMembers(path, name, (path, size) => (mayBeJson(path, size) ? size : 0));
  const files = new Map(members.map(({ path, bytes }) => [path.replace(/^(\.\/)+/, ""), bytes]));
  const index = files.has("oci-layout") ? json(files, "index.json") : null;
  if (index) return ociArchive(files, index);
  const manifest = json(files, "manifest.json");
  if (Array.isArray(manifest)) return dockerArchive(files, manifest);
  throw new InputError({
    message: `${name} is not an archive of images`,
    hint: "docker save, ctr images export and skopeo copy make one",
  });
}

function mayBeJson(path: string, size: number): boolean {
  return (
    size <= largestJson &&
    (/\.json$/.test(path) ||
      /(^|\/)blobs\/sha256\/[0-9a-f]{64}$/.test(path) ||
      /(^|\/)oci-layout$/.test(path))
  );
}

function dockerArchive(files: Files, manifest: readonly unknown[]): ImageArchive {
  const images = manifest.filter(isMapping);
  const refs = images.flatMap(({ RepoTags }) => texts(RepoTags)).map(fullRef);
  const architectures = images.flatMap(({ Config }) => architectureOf(json(files, String(Config))));
  return { refs: unique(refs), tags: [], architectures: unique(architectures) };
}

function ociArchive(files: Files, index: unknown): ImageArchive {
  const manifests = manifestsOf(index);
  const names = manifests.flatMap(nameOf);
  return {
    refs: unique(names.filter(isWhole)),
    tags: unique(names.filter((name) => !isWhole(name))),
    architectures: unique(manifests.flatMap((one) => architecturesOf(files, one))),
  };
}

/** A name with none of these is a tag, which containerd would put behind a name of its own making. */
function isWhole(name: string): boolean {
  return /[/:@]/.test(name);
}

function nameOf({ annotations }: Readonly<Record<string, unknown>>): string[] {
  if (!isMapping(annotations)) return [];
  const name = annotations["io.containerd.image.name"] ?? annotations["org.opencontainers.image.ref.name"];
  return typeof name === "string" && name !== "" ? [name] : [];
}

/** Of a descriptor: of the image, or of those images of an index that are in the archive. */
function architecturesOf(files: Files, { digest }: Readonly<Record<string, unknown>>): string[] {
  const manifest = blob(files, digest);
  if (!isMapping(manifest)) return [];
  const inner = manifestsOf(manifest);
  if (inner.length > 0) return inner.flatMap((one) => architecturesOf(files, one));
  return isMapping(manifest.config) ? architectureOf(blob(files, manifest.config.digest)) : [];
}

/** An attestation is an image for "unknown". */
function architectureOf(config: unknown): string[] {
  const architecture = isMapping(config) ? config.architecture : null;
  return typeof architecture === "string" && architecture !== "unknown" ? [architecture] : [];
}

function manifestsOf(index: unknown): Readonly<Record<string, unknown>>[] {
  return isMapping(index) && Array.isArray(index.manifests) ? index.manifests.filter(isMapping) : [];
}

function blob(files: Files, digest: unknown): unknown {
  return typeof digest === "string" ? json(files, `blobs/${digest.replace(":", "/")}`) : null;
}

/** Null where there is no such file, or it is none. */
function json(files: Files, path: string): unknown {
  try {
    return JSON.parse(files.get(path)?.toString("utf8") ?? "null");
  } catch {
    return null;
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
