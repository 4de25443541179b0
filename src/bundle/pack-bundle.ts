import { renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../errors.ts";
import type { BundleItem } from "./bundle-schema.ts";
import { manifestName } from "./read-bundle.ts";

/**
 * Packs bundle.json and the files that it names into an archive, which replaces an older one when it is whole. Links are
 * followed; owners are left out. Throws InputError where it cannot.
 */
export async function packBundle(
  folder: string,
  items: readonly BundleItem[],
  archive: string,
): Promise<void> {
  refuseArchiveName(archive);
  const to = resolve(archive);
  const names = [manifestName, ...items.map(({ path }) => path)].map((path) => `./${path}`);
  try {
    const { create } = await import("tar");
    const gzip = !archive.endsWith(".tar");
    await create({ cwd: folder, file: `${to}.new`, gzip, follow: true, portable: true }, names);
    renameSync(`${to}.new`, to);
  } catch (error) {
    rmSync(`${to}.new`, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `${archive} could not be written: ${why}` });
  }
}

/** Throws InputError for a name that no archive of a bundle has. */
export function refuseArchiveName(archive: string): void {
  if (/\.(tar|tar\.gz|tgz)$/.test(archive)) return;
  throw new InputError({
    message: `${archive} is not a name for an archive`,
    hint: "it ends in .tar, .tar.gz or .tgz",
  });
}
