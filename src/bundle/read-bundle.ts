import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { checkSchema, conforms } from "../input/check-schema.ts";
import { fromHere } from "../input/from-here.ts";
import { parseYamlFile, type YamlFile } from "../input/yaml-file.ts";
import { bundleFolder, expandHome } from "./bundle-folder.ts";
import { type BundleItem, bundleSchema } from "./bundle-schema.ts";
import { checkItems } from "./check-items.ts";

/** A bundle that can be read: its manifest is valid. Whether its files are what that says is another question. */
export interface Bundle {
  /** As it was named. */
  readonly name: string;
  /** Where the files lie; absolute. */
  readonly folder: string;
  readonly items: readonly BundleItem[];
  /** bundle.json, for the places of its items. */
  readonly source: YamlFile;
}

/** The file that describes a bundle. */
export const manifestName = "bundle.json";

const known = new Map<string, Bundle>();

/**
 * Reads the manifest of a bundle: a folder, or an archive of one, which is unpacked once. Read once per process.
 * Throws InputError with every mistake.
 */
export function readBundle(name: string): Bundle {
  const path = resolve(expandHome(name));
  const bundle = known.get(path) ?? openBundle(name, bundleFolder(name, path));
  known.set(path, bundle);
  return bundle;
}

function openBundle(name: string, folder: string): Bundle {
  const source = parseYamlFile(fromHere(join(folder, manifestName)), textOf(name, folder));
  const { data } = source;
  if (!conforms(bundleSchema, data)) {
    throw new InputError(checkSchema(bundleSchema, data, source, [], manifestName));
  }
  const problems = checkItems(data.items, source);
  if (problems.length > 0) throw new InputError(problems);
  return { name, folder, items: data.items, source };
}

function textOf(name: string, folder: string): string {
  try {
    return readFileSync(join(folder, manifestName), "utf8");
  } catch {
    throw new InputError({
      message: `${name} is no bundle: there is no ${manifestName} in it`,
      hint: `write one: lab bundle create ${name}`,
    });
  }
}
