import { readFile } from "node:fs/promises";
import type { ParsedKey } from "ssh2";

/** A key file, and what it is good for. */
export type Identity =
  | { readonly kind: "private"; readonly path: string; readonly key: ParsedKey; readonly publicKey: Buffer }
  /** Only an agent can sign with it. The public key is known where it is in the file or in a .pub file beside it. */
  | { readonly kind: "encrypted"; readonly path: string; readonly publicKey: Buffer | null }
  | { readonly kind: "public"; readonly path: string; readonly publicKey: Buffer }
  | { readonly kind: "missing"; readonly path: string }
  | { readonly kind: "unusable"; readonly path: string; readonly reason: string };

type ParseKey = (data: Buffer) => ParsedKey | Error;

/** Reads a key file; never throws. `parseKey` is that of ssh2. */
export async function readIdentity(path: string, parseKey: ParseKey): Promise<Identity> {
  let data: Buffer;
  try {
    data = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "ENOENT"
      ? { kind: "missing", path }
      : { kind: "unusable", path, reason: error instanceof Error ? error.message : String(error) };
  }
  const key = parsed(data, parseKey);
  if (!(key instanceof Error)) {
    const publicKey = key.getPublicSSH();
    return key.isPrivateKey()
      ? { kind: "private", path, key, publicKey }
      : { kind: "public", path, publicKey };
  }
  if (!/encrypted/i.test(key.message)) return { kind: "unusable", path, reason: key.message };
  const beside = await readFile(`${path}.pub`).then(
    (text) => parsed(text, parseKey),
    () => null,
  );
  return {
    kind: "encrypted",
    path,
    publicKey: beside && !(beside instanceof Error) ? beside.getPublicSSH() : null,
  };
}

/** Some malformed files make the parser throw instead of returning its error. */
function parsed(data: Buffer, parseKey: ParseKey): ParsedKey | Error {
  try {
    const key = parseKey(data);
    // Its declared type is one key; for some formats it is a list of one.
    return Array.isArray(key) ? key[0] : key;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
