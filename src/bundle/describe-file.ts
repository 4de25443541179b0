import { posix } from "node:path";
import { InputError } from "../errors.ts";
import type { Architecture, BundleItem } from "./bundle-schema.ts";
import { elfArchitecture, elfHeaderBytes } from "./elf-architecture.ts";
import { readImageArchive } from "./image-archive.ts";
import { partsOfRef } from "./image-ref.ts";
import { readChart } from "./read-chart.ts";
import { readDeb } from "./read-deb.ts";
import { firstBytes } from "./read-members.ts";

/** What an item says beside what every file has. */
export type Description = Omit<BundleItem, "path" | "sha256" | "size">;

/** What a file is, by its place in the folder and by what it says of itself; or why that cannot be told. */
export type Described = Description | { readonly unplaced: string };

const plugins = /^cni-plugins-linux-(amd64|arm64)-(v?\d[\w.+-]*)\.(?:tgz|tar\.gz)$/;
const program = /^(amd64|arm64)\/(v?\d[\w.+-]*)\/([^/]+)$/;
const imageFile = /^images\/(?:(amd64|arm64)\/)?[^/]+\.(?:tar|tar\.gz|tgz)$/;
const manifestFile = /^(.+?)(?:[-_](v?\d+\.\d[\w.+-]*))?\.ya?ml$/;

/** `path` is relative to the folder, with slashes; `file` is where it lies. Cost: archives are read. */
export async function describeFile(path: string, file: string): Promise<Described> {
  try {
    return await describe(path, file);
  } catch (error) {
    if (error instanceof InputError) return { unplaced: error.message };
    throw error;
  }
}

async function describe(path: string, file: string): Promise<Described> {
  const base = posix.basename(path);
  const [, pluginsArch, pluginsVersion] = plugins.exec(base) ?? [];
  if (pluginsArch !== undefined && pluginsVersion !== undefined) {
    return {
      kind: "cni-plugins",
      name: "cni-plugins",
      version: pluginsVersion.replace(/^v/, ""),
      arch: archOf(pluginsArch),
    };
  }
  if (base.endsWith(".deb")) return describeDeb(file);
  if (imageFile.test(path)) return describeImage(file, imageFile.exec(path)?.[1]);
  if (/^charts\/[^/]+\.tgz$/.test(path))
    return { kind: "chart", arch: "all", ...(await readChart(file, "it")) };
  if (/^manifests\/[^/]+\.ya?ml$/.test(path)) return describeManifest(base);
  const [, arch, version, name] = program.exec(path) ?? [];
  if (arch !== undefined && version !== undefined && name !== undefined) {
    return describeProgram(file, {
      kind: "binary",
      name,
      version: version.replace(/^v/, ""),
      arch: archOf(arch),
    });
  }
  return { unplaced: reasonFor(base) };
}

async function describeDeb(file: string): Promise<Described> {
  const { name, version, architecture } = await readDeb(file, "it");
  if (!isArchitecture(architecture))
    return { unplaced: `it is for ${architecture}; a bundle is for amd64 and arm64` };
  return { kind: "deb", name, version, arch: architecture };
}

async function describeImage(file: string, folder: string | undefined): Promise<Described> {
  const { refs, tags, architectures } = await readImageArchive(file, "it");
  const [first] = refs;
  if (first === undefined) {
    const named =
      tags.length > 0 ? `it says ${tags.join(", ")} only, and not of which image` : "it names no image";
    return { unplaced: `${named}: save it under its whole reference` };
  }
  const [only, ...others] = architectures;
  const arch = folder ?? (others.length === 0 ? only : undefined);
  if (arch === undefined || !isArchitecture(arch)) {
    const held =
      architectures.length > 0 ? `it is for ${architectures.join(", ")}` : "it does not say what it is for";
    return { unplaced: `${held}: put it into images/amd64 or images/arm64` };
  }
  if (architectures.length > 0 && !architectures.includes(arch)) {
    return { unplaced: `it is for ${architectures.join(", ")}, and not for ${arch}` };
  }
  const { name, tag } = partsOfRef(first);
  return {
    kind: "image",
    name,
    ...(tag === null ? {} : { version: tag.replace(/^v(?=\d)/, "") }),
    arch,
    refs: [...refs],
  };
}

async function describeProgram(file: string, described: Description): Promise<Described> {
  const head = await firstBytes(file, elfHeaderBytes);
  const built = elfArchitecture(head);
  if (built === null && head.toString("latin1", 0, 2) !== "#!") {
    return { unplaced: `it is neither an ELF file nor a script; ${reasonFor(described.name)}` };
  }
  if (built !== null && built !== described.arch)
    return { unplaced: `it is for ${built}, and not for ${described.arch}` };
  return described;
}

function describeManifest(base: string): Described {
  const [, name = base, version] = manifestFile.exec(base) ?? [];
  return {
    kind: "manifest",
    name,
    ...(version === undefined ? {} : { version: version.replace(/^v/, "") }),
    arch: "all",
  };
}

function reasonFor(base: string): string {
  if (/\.(tgz|tar|tar\.[gx]z|zip)$/.test(base)) {
    return "programs are unpacked to ARCH/VERSION/NAME, charts go to charts/, images to images/";
  }
  return "programs go to ARCH/VERSION/NAME, such as amd64/1.33.4/kubeadm";
}

function archOf(text: string): Architecture {
  return isArchitecture(text) ? text : "all";
}

function isArchitecture(text: string): text is Architecture {
  return text === "amd64" || text === "arm64" || text === "all";
}
