import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { Exit } from "../core/exit.ts";
import { type Fields, isFields, type Json, listAt, textAt } from "../core/json.ts";

/** The objects of files, folders and stdin ("-"); Lists are taken apart. Throws Exit where something is no object. */
export function readObjects(paths: readonly string[]): Fields[] {
  if (paths.length === 0) throw new Exit(1, "error: must specify one of -f and -k");
  return paths
    .flatMap(filesOf)
    .flatMap((path) => objectsOf(path === "-" ? readFileSync(0, "utf8") : readText(path), path));
}

function filesOf(path: string): string[] {
  if (path === "-" || !existingFolder(path)) return [path];
  return readdirSync(path)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function existingFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Exit(1, `error: the path ${JSON.stringify(path)} does not exist`);
  }
}

function objectsOf(text: string, path: string): Fields[] {
  const found: Fields[] = [];
  for (const document of parseAllDocuments(text)) {
    const [broken] = document.errors;
    if (broken !== undefined)
      throw new Exit(
        1,
        `error: error parsing ${path}: error converting YAML to JSON: yaml: ${broken.message}`,
      );
    const value: Json = document.toJS() ?? null;
    if (value === null) continue;
    if (!isFields(value) || textAt(value, "kind") === "" || textAt(value, "apiVersion") === "") {
      throw new Exit(
        1,
        `error: error validating ${JSON.stringify(path)}: error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false`,
      );
    }
    found.push(...(textAt(value, "kind") === "List" ? listAt(value, "items").filter(isFields) : [value]));
  }
  if (found.length === 0) throw new Exit(1, "error: no objects passed to apply");
  return found;
}
