import { readFileSync } from "node:fs";
import { InputError, type Location } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { parseYamlFile, type YamlFile } from "../input/yaml-file.ts";
import type { SourcedValue } from "../inventory/inventory.ts";

/** Variables of the flags -e: `name=value`, a JSON or YAML mapping, or `@file`. Later ones win. Throws InputError. */
export function extraVars(flags: readonly string[]): Record<string, SourcedValue> {
  return Object.assign({}, ...flags.map(varsOf));
}

function varsOf(flag: string): Record<string, SourcedValue> {
  if (flag.startsWith("@")) return mappingOf(read(flag.slice(1)), flag);
  if (flag.trimStart().startsWith("{")) return mappingOf(parseYamlFile("-e", flag), flag);
  const [, name, value = ""] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(flag) ?? [];
  if (name === undefined) {
    throw new InputError({
      message: `-e ${flag} is not a variable`,
      hint: "write -e name=value, -e '{\"name\": 1}' or -e @file.yaml",
    });
  }
  const location: Location = { file: "-e", line: 1, column: 1, length: name.length, text: flag };
  return { [name]: { value, location, shadows: [] } };
}

function read(path: string): YamlFile {
  try {
    return parseYamlFile(path, readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ message: `-e @${path}: the file cannot be read`, hint: "check the path" });
  }
}

function mappingOf(source: YamlFile, flag: string): Record<string, SourcedValue> {
  if (!isMapping(source.data)) throw new InputError({ message: `-e ${flag} holds no mapping of variables` });
  return Object.fromEntries(
    Object.entries(source.data).map(([name, value]) => [
      name,
      { value, location: source.locateKey([name]), shadows: [] },
    ]),
  );
}
