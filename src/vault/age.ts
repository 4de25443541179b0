import { isUtf8 } from "node:buffer";
import { isArmored } from "../input/sealed-text.ts";

/** Why something could not be decrypted. */
export type SealFailure = "other key" | "passphrase" | "damaged" | "no text";

/** What is in an age file, or why it cannot be read. */
export type Unsealed =
  | { readonly kind: "open"; readonly text: string }
  | { readonly kind: "failed"; readonly reason: SealFailure };

/** The package is large and few runs need it. Cost: 30 ms, once. */
function load() {
  return import("age-encryption");
}

/** Encrypts a text for recipients (`age1…`), armored. Throws TypeError where one of them is none. */
export async function seal(text: string, recipients: readonly string[]): Promise<string> {
  const { armor, Encrypter } = await load();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

/** Decrypts an age file, armored or as latin-1, with whichever of the identities fits. */
export async function unseal(sealed: string, identities: readonly string[]): Promise<Unsealed> {
  const { Decrypter } = await load();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return attempt(sealed, decrypter);
}

/** Decrypts an age file that a passphrase protects. Cost: about a second. */
export async function unsealWithPassphrase(sealed: string, passphrase: string): Promise<Unsealed> {
  const { Decrypter } = await load();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return attempt(sealed, decrypter);
}

async function attempt(
  sealed: string,
  decrypter: { decrypt(file: Uint8Array): Promise<Uint8Array> },
): Promise<Unsealed> {
  try {
    const bytes = await decrypter.decrypt(await bytesOf(sealed));
    if (!isUtf8(bytes)) return { kind: "failed", reason: "no text" };
    return { kind: "open", text: Buffer.from(bytes).toString("utf8") };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!/no identity matched/.test(error.message)) return { kind: "failed", reason: "damaged" };
    return { kind: "failed", reason: (await isForPassphrase(sealed)) ? "passphrase" : "other key" };
  }
}

async function bytesOf(sealed: string): Promise<Uint8Array> {
  return isArmored(sealed) ? (await load()).armor.decode(sealed) : Buffer.from(sealed, "latin1");
}

async function isForPassphrase(sealed: string): Promise<boolean> {
  const header = Buffer.from(await bytesOf(sealed)).toString("latin1");
  return /^age-encryption\.org\/v1\n-> scrypt /.test(header);
}

/** A key pair: the identity that decrypts (`AGE-SECRET-KEY-1…`), and the recipient that everyone may know (`age1…`). */
export interface KeyPair {
  readonly identity: string;
  readonly recipient: string;
}

/** A new X25519 key pair, which every release of age can work with. */
export async function newKeyPair(): Promise<KeyPair> {
  const { generateX25519Identity } = await load();
  const identity = await generateX25519Identity();
  return { identity, recipient: await recipientOf(identity) };
}

/** The recipient of an identity. Throws Error where it is none. */
export async function recipientOf(identity: string): Promise<string> {
  return (await load()).identityToRecipient(identity);
}

/** Whether a text is a recipient that can be encrypted for. */
export async function isRecipient(text: string): Promise<boolean> {
  const { Encrypter } = await load();
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}
