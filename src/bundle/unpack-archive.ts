import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as Tar from "tar";
import { InputError } from "../errors.ts";
import { archiveError } from "./archive-error.ts";

const require = createRequire(import.meta.url);
const pieceBytes = 1024 * 1024;

/**
 * Unpacks a .tar or .tar.gz into a new folder, which is there whole or not at all; who comes second finds the other's. Only
 * files and folders below it are made: what leads out of it, or is a symbolic link, is an InputError. Cost: reads and
 * writes all of it, and waits. `name` is for messages.
 */
export function unpackArchive(path: string, name: string, folder: string): void {
  const temporary = temporaryFolder(folder);
  try {
    const content = join(temporary, "content");
    mkdirSync(content);
    feed(unpackTo(content, name), path);
    moveTo(folder, content);
  } catch (error) {
    throw archiveError(error, name, `${name} cannot be unpacked to ${dirname(folder)}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
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

/**
 * Takes an archive in pieces, and throws what is wrong with it. The library is loaded by `require`, when it is needed: most
 * runs have no archive to unpack, and who asks for an item of one cannot wait.
 */
function unpackTo(folder: string, name: string): Tar.UnpackSync {
  const { extract, ReadEntry }: typeof Tar = require("tar");
  const unpack = extract({
    sync: true,
    cwd: folder,
    strict: true,
    preserveOwner: false,
    noMtime: true,
    filter(_path, entry) {
      if (entry instanceof ReadEntry) {
        refuseStrange(entry, name);
        entry.mode = entry.type === "Directory" ? 0o755 : 0o644;
      }
      return true;
    },
  });
  // Kinds that the library does not know pass by the filter.
  unpack.on("ignoredEntry", (entry: Tar.ReadEntry) => refuseStrange(entry, name));
  return unpack;
}

function refuseStrange({ path, type, linkpath = "" }: Tar.ReadEntry, name: string): void {
  safePath(path, name);
  switch (type) {
    case "File":
    case "OldFile":
    case "ContiguousFile":
    case "Directory":
      return;
    case "Link":
      safePath(linkpath, name);
      return;
    default: {
      const what =
        type === "SymbolicLink" ? `a link to ${JSON.stringify(linkpath)}` : "neither a file nor a folder";
      throw new InputError({
        message: `${name} holds ${JSON.stringify(path)}, which is ${what}`,
        hint: "a bundle has files and folders only; lab bundle create --archive follows links",
      });
    }
  }
}

function feed(unpack: Tar.UnpackSync, path: string): void {
  const archive = openSync(path, "r");
  try {
    for (;;) {
      // What is left of a piece is kept until the next.
      const piece = Buffer.allocUnsafe(pieceBytes);
      const bytes = readSync(archive, piece);
      if (bytes === 0) break;
      unpack.write(piece.subarray(0, bytes));
    }
    unpack.end();
  } finally {
    closeSync(archive);
  }
}

/** Beside the folder, so that a rename suffices. */
function temporaryFolder(folder: string): string {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    return mkdtempSync(`${folder}.`);
  } catch (error) {
    throw archiveError(error, "the bundle", `the bundle cannot be unpacked to ${dirname(folder)}`);
  }
}

function moveTo(folder: string, content: string): void {
  try {
    renameSync(content, folder);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "ENOTEMPTY";
    if (!isTaken) throw error;
  }
}
