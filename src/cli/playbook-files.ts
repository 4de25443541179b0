import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { parseBytes } from "../input/parse-bytes.ts";
import type { SecretSource } from "../input/secret-source.ts";
import { nearest } from "../input/suggest.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import { Assets } from "../playbook/assets.ts";
import { assetFolders } from "./project.ts";

/** Reads playbooks and what they name; each set of assets is kept, so that a file is read once. */
export class PlaybookFiles {
  readonly #assets = new Map<string, Assets>();
  readonly #secrets: SecretSource;

  constructor(secrets: SecretSource) {
    this.#secrets = secrets;
  }

  /** A file as parsed YAML. Throws InputError. */
  readonly readFile = (path: string): YamlFile => parseBytes(fromHere(path), bytesOf(path), this.#secrets);

  /** Where the tasks of a playbook file find their files and templates. */
  readonly assetsOf = (playbook: string): Assets => {
    const assets = this.#assets.get(playbook) ?? new Assets(assetFolders(playbook));
    this.#assets.set(playbook, assets);
    return assets;
  };
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new InputError(
      reason === "ENOENT"
        ? { message: `there is no file "${fromHere(path)}"`, hint: neighbour(path) }
        : { message: `the file "${fromHere(path)}" cannot be read: ${reason}` },
    );
  }
}

/** A file that is called like one that is missing, from the same folder. */
function neighbour(path: string): string {
  const folder = dirname(path);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const near = nearest(basename(path), files);
  return near === null
    ? "paths begin at the file that names them"
    : `did you mean "${fromHere(join(folder, near))}"?`;
}
