import { readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { InputError, type InputProblem } from "../errors.ts";
import { conforms } from "../input/check-schema.ts";
import { fromHere } from "../input/from-here.ts";
import { type BundleFile, type BundleItem, bundleSchema } from "./bundle-schema.ts";
import { keysOf } from "./check-items.ts";
import { type Description, describeFile } from "./describe-file.ts";
import { fileSha256 } from "./file-sha256.ts";
import { manifestName } from "./read-bundle.ts";

/** What became of a folder. */
export interface CreatedBundle {
  readonly items: readonly BundleItem[];
  /** Files that are in no item, and why. */
  readonly unplaced: readonly InputProblem[];
}

/**
 * Writes bundle.json for what lies in a folder; docs/bundles.md says where what belongs. Cost: reads all files. Throws
 * InputError where there is nothing, or the same twice; then nothing is written.
 */
export async function createBundle(folder: string): Promise<CreatedBundle> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError({
      message: `there is no folder ${fromHere(folder)}`,
      hint: "make it and put the files there, or copy them with --from",
    });
  }
  const items: BundleItem[] = [];
  const unplaced: InputProblem[] = [];
  for (const path of filesBelow(folder)) {
    const file = join(folder, path);
    const described = await describeFile(path, file);
    const item = "unplaced" in described ? described : await itemOf(described, path, file);
    if ("unplaced" in item) unplaced.push({ message: `${fromHere(file)} is left out: ${item.unplaced}` });
    else items.push(item);
  }
  const problems = items.length === 0 ? [nothingIn(folder)] : doubled(items);
  if (problems.length > 0) throw new InputError([...problems, ...unplaced]);
  writeManifest(folder, { bundle: 1, items });
  return { items, unplaced };
}

async function itemOf(
  described: Description,
  path: string,
  file: string,
): Promise<BundleItem | { readonly unplaced: string }> {
  const item = { ...described, path, sha256: await fileSha256(file), size: statSync(file).size };
  if (conforms(bundleSchema, { bundle: 1, items: [item] })) return item;
  return { unplaced: "names in a bundle have letters, digits and . _ + - only" };
}

/** Paths with slashes, in the order of the alphabet; what begins with a dot is nobody's business. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => relative(folder, path).split(sep).join("/"))
    .filter((path) => path !== manifestName && !/(^|\/)\./.test(path))
    .toSorted();
}

function nothingIn(folder: string): InputProblem {
  return {
    message: `there is nothing for a bundle in ${fromHere(folder)}`,
    hint: "programs go to ARCH/VERSION/NAME, images to images/ARCH, charts to charts, manifests to manifests",
  };
}

function doubled(items: readonly BundleItem[]): InputProblem[] {
  const seen = new Map<string, string>();
  return items.flatMap((item) =>
    keysOf(item).flatMap((key): InputProblem[] => {
      const first = seen.get(key);
      seen.set(key, first ?? item.path);
      if (first === undefined) return [];
      return [{ message: `${key} is in ${first} and in ${item.path}`, hint: "take one of them away" }];
    }),
  );
}

function writeManifest(folder: string, file: BundleFile): void {
  const path = join(folder, manifestName);
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
