import { spawnSync } from "node:child_process";
import {
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../errors.ts";
import type { TarEntry } from "./tar-header.ts";
import { TarReader, type TarVisitor } from "./tar-reader.ts";

const pieceBytes = 1024 * 1024;

/**
 * Unpacks a .tar or .tar.gz into a new folder, which is there whole or not at all; who comes second finds the other's. Only
 * files and folders below it are made: what leads out of it, or is a symbolic link, is an InputError. Cost: reads and
 * writes all of it, and waits; the machine's gzip undoes the compression. `name` is for messages.
 */
export function unpackArchive(path: string, name: string, folder: string): void {
  const temporary = temporaryFolder(folder);
  try {
    const content = join(temporary, "content");
    mkdirSync(content);
    const tar = /\.tar$/.test(path) ? path : decompressed(path, name, join(temporary, "tar"));
    readArchive(tar, new TarReader(name, unpackTo(content, name)));
    renameSync(content, folder);
  } catch (error) {
    if (isTaken(error)) return;
    throw error instanceof InputError ? error : unwritable(name, folder, error);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Writes what an archive holds below `folder`, which must be new and empty. Throws InputError for what may not be there. */
export function unpackTo(folder: string, name: string): TarVisitor {
  let file: number | null = null;
  return {
    entry(entry) {
      const path = join(folder, safePath(entry.path, name));
      switch (entry.kind) {
        case "directory":
          mkdirSync(path, { recursive: true });
          return;
        case "file":
          mkdirSync(dirname(path), { recursive: true });
          file = openSync(path, "wx", 0o644);
          return;
        case "hard link":
          mkdirSync(dirname(path), { recursive: true });
          linkSync(join(folder, safePath(entry.target, name)), path);
          return;
        default:
          throw new InputError(strange(entry, name));
      }
    },
    data(piece) {
      if (file !== null) writeAll(file, piece);
    },
    end() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

/** A path of an archive without "./"; "." for the folder itself. Throws InputError where it leads out of the archive. */
export function safePath(path: string, name: string): string {
  const parts = path.split("/").filter((part) => part !== "." && part !== "");
  if (path.startsWith("/") || path === "" || parts.includes("..") || /\p{Cc}|\\/u.test(path)) {
    throw new InputError({
      message: `${name} holds ${JSON.stringify(path)}, which may lead out of it`,
      hint: "nothing of it was unpacked; look at it with: tar -tf",
    });
  }
  return parts.join("/") || ".";
}

function strange({ path, kind, target }: TarEntry, name: string) {
  const what =
    kind === "symbolic link" ? `a link to ${JSON.stringify(target)}` : "neither a file nor a folder";
  return {
    message: `${name} holds ${JSON.stringify(path)}, which is ${what}`,
    hint: "a bundle has files and folders only; lab bundle create --archive follows links",
  };
}

function readArchive(path: string, reader: TarReader): void {
  const archive = openSync(path, "r");
  try {
    for (;;) {
      // The reader keeps what is left of a piece.
      const piece = Buffer.allocUnsafe(pieceBytes);
      const bytes = readSync(archive, piece);
      if (bytes === 0) break;
      reader.write(piece.subarray(0, bytes));
    }
    reader.end();
  } finally {
    closeSync(archive);
  }
}

function writeAll(file: number, piece: Buffer): void {
  for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
}

/** Node cannot decompress in pieces without giving way, and whoever asks for an item cannot wait. */
function decompressed(path: string, name: string, to: string): string {
  const input = openSync(path, "r");
  const output = openSync(to, "wx", 0o600);
  try {
    const { error, status, stderr } = spawnSync("gzip", ["-dc"], { stdio: [input, output, "pipe"] });
    if (error) throw new InputError({ message: `${name} needs gzip on this machine: ${error.message}` });
    if (status !== 0)
      throw new InputError({ message: `${name} cannot be unpacked: ${stderr.toString().trim()}` });
    return to;
  } finally {
    closeSync(input);
    closeSync(output);
  }
}

/** Beside the folder, so that a rename suffices. */
function temporaryFolder(folder: string): string {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    return mkdtempSync(`${folder}.`);
  } catch (error) {
    throw unwritable("the bundle", folder, error);
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOTEMPTY";
}

function unwritable(name: string, folder: string, error: unknown): InputError {
  const why = error instanceof Error ? error.message : String(error);
  return new InputError({ message: `${name} cannot be unpacked to ${dirname(folder)}: ${why}` });
}
