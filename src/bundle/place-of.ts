import { statSync } from "node:fs";
import { basename } from "node:path";
import type { ItemKind } from "./bundle-schema.ts";
import { elfArchitecture, elfHeaderBytes } from "./elf-architecture.ts";
import type { GatherEntry } from "./gather-schema.ts";
import { firstBytes } from "./read-members.ts";

/** Where a file goes in the folder of a bundle, or why that cannot be told. */
export type Place = { readonly path: string } | { readonly problem: string; readonly hint: string };

/** Cost: reads the beginning of the file. */
export async function placeOf(entry: GatherEntry, file: string): Promise<Place> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    return { problem: `there is no file ${entry.file}`, hint: "its path is relative to the list" };
  }
  const base = basename(file);
  const kind = entry.kind ?? kindOf(base);
  switch (kind) {
    case "deb":
      return { path: `debs/${base}` };
    case "image":
      return { path: entry.arch && entry.arch !== "all" ? `images/${entry.arch}/${base}` : `images/${base}` };
    case "chart":
      return { path: `charts/${base}` };
    case "manifest":
      return { path: `manifests/${manifestName(entry, base)}` };
    case "cni-plugins":
      return placeOfPlugins(entry, base);
    case "binary":
      return placeOfProgram(entry, file, base);
    case null:
      return {
        problem: `it cannot be told what ${entry.file} is`,
        hint: "say it in a list: kind, name and version",
      };
  }
}

function kindOf(base: string): ItemKind | null {
  if (base.endsWith(".deb")) return "deb";
  if (base.startsWith("cni-plugins-")) return "cni-plugins";
  if (/\.tar$/.test(base)) return "image";
  if (/\.ya?ml$/.test(base)) return "manifest";
  return /\.tgz$/.test(base) ? "chart" : null;
}

function manifestName({ name, version }: GatherEntry, base: string): string {
  if (name === undefined) return base;
  return `${[name, ...(version === undefined ? [] : [version])].join("-")}.yaml`;
}

function placeOfPlugins({ arch, version, file }: GatherEntry, base: string): Place {
  if (/^cni-plugins-linux-(amd64|arm64)-v?\d.*\.(tgz|tar\.gz)$/.test(base)) return { path: base };
  if (arch !== undefined && arch !== "all" && version !== undefined) {
    return { path: `cni-plugins-linux-${arch}-${version}.tgz` };
  }
  return {
    problem: `it cannot be told which CNI plugins ${file} are`,
    hint: "say it in a list: kind, version and arch",
  };
}

async function placeOfProgram(
  { name, version, file: written }: GatherEntry,
  file: string,
  base: string,
): Promise<Place> {
  const arch = elfArchitecture(await firstBytes(file, elfHeaderBytes));
  if (version === undefined) {
    return { problem: `the version of ${written} is not known`, hint: 'say it: version: "1.33.4"' };
  }
  if (arch !== "amd64" && arch !== "arm64") {
    const what = arch === null ? "is not an ELF file" : `is for ${arch}`;
    return { problem: `${written} ${what}`, hint: "a program in a bundle is built for amd64 or arm64" };
  }
  return { path: `${arch}/${version.replace(/^v/, "")}/${name ?? base}` };
}
