import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exitCode, InputError } from "../errors.ts";
import { newKeyPair } from "../vault/age.ts";

/** `lab vault keygen [FILE]`: writes a new key that only its owner can read. Throws InputError where the file is there. */
export async function vaultKeygen(path: string, write: (text: string) => void): Promise<number> {
  if (existsSync(path)) throw isThere(path);
  const { identity, recipient } = await newKeyPair();
  const text = `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw code === "EEXIST"
      ? isThere(path)
      : new InputError({ message: `${path} cannot be written: ${code}` });
  }
  write(`Wrote ${path}. Keep a copy where nobody else can read it, and keep it out of git.
Its recipient, which everyone may know; lab.yaml has a list of them in vault_recipients:
${recipient}
`);
  return exitCode.ok;
}

function isThere(path: string): InputError {
  return new InputError({
    message: `${path} is there already, and is not overwritten`,
    hint: "what was encrypted for it would be lost; name another file",
  });
}
