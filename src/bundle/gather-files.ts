import { constants, copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError, type InputProblem } from "../errors.ts";
import { checkSchema, conforms } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { parseYamlFile, type YamlFile } from "../input/yaml-file.ts";
import { expandHome } from "./bundle-folder.ts";
import { type GatherEntry, gatherSchema } from "./gather-schema.ts";
import { placeOf } from "./place-of.ts";

/**
 * Copies files to where they belong in the folder of a bundle, and those that lists in YAML describe. Throws InputError with
 * every mistake before anything is copied.
 */
export async function gatherFiles(folder: string, from: readonly string[]): Promise<void> {
  if (from.length === 0) return;
  const problems: InputProblem[] = [];
  const copies = new Map<string, string>();
  for (const { entry, file, source, index } of from.flatMap(entriesOf)) {
    const location = source && { location: source.locate(["files", index]) };
    const place = await placeOf(entry, file);
    if ("problem" in place) problems.push({ message: place.problem, ...location, hint: place.hint });
    else copies.set(join(folder, place.path), file);
  }
  if (problems.length > 0) throw new InputError(problems);
  mkdirSync(folder, { recursive: true });
  for (const [to, file] of copies) {
    mkdirSync(dirname(to), { recursive: true });
    if (resolve(file) !== to) copyFileSync(file, to, constants.COPYFILE_FICLONE);
  }
}

interface Given {
  readonly entry: GatherEntry;
  /** Where it lies. */
  readonly file: string;
  /** The list that it stands in, and at which place; null where the file itself was given. */
  readonly source: YamlFile | null;
  readonly index: number;
}

function entriesOf(given: string): Given[] {
  const path = expandHome(given);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new InputError({
      message: `there is no file ${given}`,
      hint: "--from takes files, or a list of files in YAML",
    });
  }
  const source = /\.ya?ml$/.test(path) ? listIn(path) : null;
  if (!source) return [{ entry: { file: given }, file: path, source: null, index: 0 }];
  const { data } = source;
  if (!conforms(gatherSchema, data))
    throw new InputError(checkSchema(gatherSchema, data, source, [], "the list"));
  return data.files.map((entry, index) => ({
    entry,
    file: resolve(dirname(path), expandHome(entry.file)),
    source,
    index,
  }));
}

/** A manifest for kubectl is YAML as well, often of several documents, but has no "files". */
function listIn(path: string): YamlFile | null {
  const text = readFileSync(path, "utf8");
  if (!/^files:/m.test(text)) return null;
  const source = parseYamlFile(path, text);
  return isMapping(source.data) && "files" in source.data ? source : null;
}
