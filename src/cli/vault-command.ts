import { existsSync } from "node:fs";
import { exitCode, InputError } from "../errors.ts";
import { countOf } from "../input/count-of.ts";
import { printProblems } from "../input/print-problems.ts";
import { seal } from "../vault/age.ts";
import { editFile } from "../vault/edit-file.ts";
import { editText } from "../vault/edit-text.ts";
import { keyHint } from "../vault/explain-failure.ts";
import { plainText } from "../vault/open-vault-file.ts";
import { readableByOthers } from "../vault/readable-by-others.ts";
import { recipientsOf } from "../vault/recipients.ts";
import { rekeyFile } from "../vault/rekey-file.ts";
import { replaceFile } from "../vault/replace-file.ts";
import { Vault } from "../vault/vault.ts";
import { encryptedFile, readVaultFile } from "../vault/vault-file.ts";
import { askForPassphrase, keySettings, type VaultKeyFlags } from "./command-secrets.ts";

/** What the commands of `lab vault` have in common. */
export interface VaultFlags extends VaultKeyFlags {
  /** Of lab.yaml; those of the own keys where they are not given. */
  readonly recipients?: readonly string[];
}

/** Takes output; what is not asked for goes to stderr. */
export interface VaultOutput {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

/** The key and the recipients of one command. */
export class VaultKeys {
  readonly #flags: VaultFlags;
  readonly #vault: Vault;
  readonly #note: (text: string) => void;

  constructor(flags: VaultFlags, note: (text: string) => void) {
    this.#flags = flags;
    this.#vault = new Vault(keySettings(flags), askForPassphrase);
    this.#note = note;
  }

  /** The keys to decrypt with. Throws InputError where there are none. */
  async identities(): Promise<readonly string[]> {
    const identities = await this.#known();
    if (identities.length === 0) throw new InputError({ message: "there is no vault key", hint: keyHint });
    return identities;
  }

  /** Whom to encrypt for. Cost: the key is not needed where lab.yaml names them. Throws InputError. */
  async recipients(): Promise<readonly string[]> {
    const { recipients } = this.#flags;
    return recipientsOf(recipients, recipients === undefined ? await this.#known() : []);
  }

  async #known(): Promise<readonly string[]> {
    const identities = await this.#vault.identities();
    const warnings = this.#vault.warnings;
    if (warnings.length > 0) this.#note(`${printProblems(warnings, "warning")}\n`);
    return identities;
  }
}

/** `lab vault encrypt FILE…`: all files, or none where one of them cannot be. Throws InputError. */
export async function encryptFiles(
  paths: readonly string[],
  keys: VaultKeys,
  { out }: VaultOutput,
): Promise<number> {
  const files = paths.map((path) => {
    const file = readVaultFile(path);
    if (file.kind !== "whole") return file;
    throw new InputError({
      message: `${path} is encrypted already`,
      hint: `lab vault edit ${path} changes it`,
    });
  });
  const recipients = await keys.recipients();
  const sealed = await Promise.all(files.map(({ text }) => seal(text, recipients)));
  return writeAll(paths, sealed, out);
}

/** `lab vault decrypt FILE…`: into the files, or to stdout. Throws InputError. */
export async function decryptFiles(
  paths: readonly string[],
  toStdout: boolean,
  keys: VaultKeys,
  { out, note }: VaultOutput,
): Promise<number> {
  const files = paths.map((path) => encryptedFile(readVaultFile(path)));
  const identities = await keys.identities();
  const texts = await Promise.all(files.map((file) => plainText(file, identities)));
  if (toStdout) {
    out(texts.join(""));
    return exitCode.ok;
  }
  const code = writeAll(paths, texts, out);
  const exposed = paths.filter(readableByOthers);
  const warnings = exposed.map((path) => ({ message: `others can read ${path}`, hint: `chmod 600 ${path}` }));
  if (warnings.length > 0) note(`${printProblems(warnings, "warning")}\n`);
  return code;
}

/** `lab vault rekey FILE…`: all files, or none where one of them cannot be. Throws InputError. */
export async function rekeyFiles(
  paths: readonly string[],
  keys: VaultKeys,
  { out }: VaultOutput,
): Promise<number> {
  const files = paths.map((path) => encryptedFile(readVaultFile(path)));
  const identities = await keys.identities();
  const recipients = await keys.recipients();
  const texts = await Promise.all(files.map((file) => rekeyFile(file, identities, recipients)));
  const code = writeAll(paths, texts, out);
  out(`encrypted for ${countOf(recipients.length, "recipient")}: ${recipients.join(", ")}\n`);
  return code;
}

/** `lab vault edit FILE`; a file that is not there begins empty. Throws InputError. */
export async function editVaultFile(path: string, keys: VaultKeys, { out }: VaultOutput): Promise<number> {
  const edit = (text: string): Promise<string> => editText(text, path, process.env);
  const recipients = await keys.recipients();
  const text = existsSync(path)
    ? await editFile(encryptedFile(readVaultFile(path)), edit, await keys.identities(), recipients)
    : await firstText(await edit(""), recipients);
  if (text === null) {
    out(`${path} stays as it was\n`);
    return exitCode.ok;
  }
  return writeAll([path], [text], out);
}

async function firstText(text: string, recipients: readonly string[]): Promise<string | null> {
  return text === "" ? null : seal(text, recipients);
}

function writeAll(paths: readonly string[], texts: readonly string[], out: (text: string) => void): number {
  for (const [index, path] of paths.entries()) {
    replaceFile(path, texts[index] ?? "");
    out(`wrote ${path}\n`);
  }
  return exitCode.ok;
}
