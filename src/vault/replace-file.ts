import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError } from "../errors.ts";

/**
 * Writes a file in one step: who reads it sees all of the old or all of the new. Mode and owner stay; a new file gets
 * 0600. A link stays a link. Throws InputError.
 */
export function replaceFile(path: string, text: string): void {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    const target = status ? realpathSync(path) : path;
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString("hex")}`);
    try {
      write(temporary, text, status);
      renameSync(temporary, target);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? error.code : error;
    throw new InputError({ message: `${path} cannot be written: ${reason}`, hint: "it is as it was before" });
  }
}

type Owned = { readonly mode: number; readonly uid: number; readonly gid: number };

function write(path: string, text: string, like: Owned | undefined): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, text);
    if (like) {
      if (like.uid !== process.getuid?.() || like.gid !== process.getgid?.())
        fchownSync(file, like.uid, like.gid);
      fchmodSync(file, like.mode & 0o7777);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
