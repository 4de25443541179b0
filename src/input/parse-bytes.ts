import { InputError } from "../errors.ts";
import { locator } from "./location.ts";
import { isMapping } from "./mapping.ts";
import { sealedFile } from "./sealed-text.ts";
import type { SecretSource } from "./secret-source.ts";
import { parseYamlFile, type YamlFile } from "./yaml-file.ts";

/** What a file holds: variables, of which all are secret where it is encrypted, or what may be told all the same. */
export type Contents = "variables" | "structure";

/**
 * Parses a YAML or JSON file that may be encrypted as a whole. It is empty as long as opening it is pending.
 * Throws InputError.
 */
export function parseBytes(
  file: string,
  bytes: Uint8Array,
  secrets: SecretSource,
  contents: Contents = "variables",
): YamlFile {
  const sealed = sealedFile(bytes);
  if (sealed === null) return parseYamlFile(file, Buffer.from(bytes).toString("utf8"), { secrets });
  const location = locator(file, "")(0, 1);
  const opened = secrets.open(sealed, { ...location, text: firstLine(sealed) });
  switch (opened.kind) {
    case "known":
      return hidden(parseYamlFile(file, opened.text, { secrets, isHidden: true }), secrets, contents);
    case "pending":
      return parseYamlFile(file, "", { isHidden: true });
    case "wrong":
      throw new InputError(opened.problem);
    case "unopened":
      throw new InputError({
        message: "this file is encrypted as a whole, and there is no vault key to read it",
        location: { ...location, text: firstLine(sealed) },
        hint: "give the key with --vault-key FILE; what is to be checked without it has its values encrypted one by one: lab vault encrypt --string",
      });
  }
}

function hidden(source: YamlFile, secrets: SecretSource, contents: Contents): YamlFile {
  if (contents === "variables") for (const text of longTexts(source.data)) secrets.hide(text);
  return source;
}

/** Short ones are words of messages, more often than not. */
function longTexts(value: unknown): string[] {
  if (typeof value === "string") return value.length < 4 ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(longTexts);
  return isMapping(value) ? Object.values(value).flatMap(longTexts) : [];
}

function firstLine(sealed: string): string {
  return /^.*/.exec(sealed.trimStart())?.[0] ?? "";
}
