import { readFileSync, statSync } from "node:fs";
import { InputError, type InputProblem } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { sealedFile } from "../input/sealed-text.ts";
import { recipientOf, unsealWithPassphrase } from "./age.ts";
import { type KeyPlace, keyVariable } from "./key-place.ts";
import { parseIdentities, place } from "./parse-identities.ts";
import { readableByOthers } from "./readable-by-others.ts";

/** The keys to decrypt with. */
export interface Identities {
  /** At least one. */
  readonly identities: readonly string[];
  readonly warnings: readonly InputProblem[];
}

/** Asks for the passphrase of a key file; null where there is nobody to ask. */
export type AskPassphrase = ((file: string) => Promise<string>) | null;

/** Reads the keys at a place, and checks them. Throws InputError. */
export async function loadIdentities(where: KeyPlace, ask: AskPassphrase): Promise<Identities> {
  if (where.kind === "text") {
    return { identities: await checked(keyVariable, where.text), warnings: [] };
  }
  const file = fromHere(where.path);
  const bytes = read(where.path, where.namedBy);
  const sealed = sealedFile(bytes);
  const text = sealed === null ? bytes.toString("utf8") : await unlocked(file, sealed, ask);
  const isExposed = sealed === null && readableByOthers(where.path);
  return { identities: await checked(file, text), warnings: isExposed ? [exposed(file)] : [] };
}

function read(path: string, namedBy: string | null): Buffer {
  try {
    if (statSync(path).isDirectory())
      throw new InputError({ message: `the vault key ${path} is a directory` });
    return readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error && "code" in error ? error.code : error;
    const message = `the vault key ${fromHere(path)} cannot be read: ${reason === "ENOENT" ? "there is no such file" : reason}`;
    throw new InputError({ message, ...(namedBy === null ? {} : { hint: `check ${namedBy}` }) });
  }
}

async function unlocked(file: string, sealed: string, ask: AskPassphrase): Promise<string> {
  if (ask === null) {
    const message = `the vault key ${file} has a passphrase, and there is no terminal to ask for it`;
    throw new InputError({ message, hint: "give a key without one by LAB_VAULT_KEY_FILE or LAB_VAULT_KEY" });
  }
  const opened = await unsealWithPassphrase(sealed, await ask(file));
  if (opened.kind === "open") return opened.text;
  const isWrong = opened.reason === "passphrase";
  throw new InputError({ message: isWrong ? `this is not the passphrase of ${file}` : `${file} is damaged` });
}

async function checked(file: string, text: string): Promise<string[]> {
  const identities = parseIdentities(file, text);
  const lines = text.split("\n").map((line) => line.trim());
  for (const identity of identities) {
    try {
      await recipientOf(identity);
    } catch {
      const location = place(file, lines.indexOf(identity) + 1, identity);
      throw new InputError({ message: "this key has a slip in it", location, hint: "copy it once more" });
    }
  }
  return identities;
}

function exposed(file: string): InputProblem {
  return { message: `others can read the vault key ${file}`, hint: `chmod 600 ${file}` };
}
