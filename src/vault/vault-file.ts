import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { InputError } from "../errors.ts";
import { sealedFile } from "../input/sealed-text.ts";
import { type VaultValue, vaultValues } from "./vault-values.ts";

/** A file as far as it is encrypted: as a whole, in single values, or not at all. */
export type VaultFile =
  | { readonly kind: "whole"; readonly path: string; readonly sealed: string }
  | {
      readonly kind: "values";
      readonly path: string;
      readonly text: string;
      readonly values: readonly VaultValue[];
    }
  | { readonly kind: "plain"; readonly path: string; readonly text: string };

/** A file that holds something encrypted. */
export type EncryptedFile = Exclude<VaultFile, { readonly kind: "plain" }>;

/** Reads a file. Throws InputError where it is not there, or no text. */
export function readVaultFile(path: string): VaultFile {
  const bytes = bytesOf(path);
  const sealed = sealedFile(bytes);
  if (sealed !== null) return { kind: "whole", path, sealed };
  if (!isUtf8(bytes)) {
    throw new InputError({
      message: `${path} is not text`,
      hint: "lab encrypts files of variables and inventories",
    });
  }
  const text = bytes.toString("utf8");
  const values = vaultValues(path, text);
  return values.length > 0 ? { kind: "values", path, text, values } : { kind: "plain", path, text };
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    if (code === "ENOENT")
      throw new InputError({ message: `there is no file ${path}`, hint: "check its path" });
    throw new InputError({ message: `${path} cannot be read: ${code}` });
  }
}

/** Throws InputError where nothing in the file is encrypted. */
export function encryptedFile(file: VaultFile): EncryptedFile {
  if (file.kind !== "plain") return file;
  const hint = `lab vault encrypt ${file.path} encrypts all of it`;
  throw new InputError({ message: `nothing in ${file.path} is encrypted`, hint });
}
