import { createHash } from "node:crypto";
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import { unpackArchive } from "./unpack-archive.ts";

const archiveName = /\.(tar|tar\.gz|tgz)$/;

/** Where archives are unpacked, below the working directory; it can be removed at any time. */
const unpackedFolder = ".lab/bundles";

/**
 * The folder that a bundle's files lie in. An archive is unpacked once: it counts as the same one as long as it has its
 * place, size and time of change. `name` is for messages. Throws InputError.
 */
export function bundleFolder(name: string, path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (!stat) throw new InputError({ message: `there is no bundle ${name}`, hint: namesBeside(path) });
  if (stat.isDirectory()) return path;
  if (!stat.isFile() || !archiveName.test(path)) {
    const hint = "a bundle is a folder with a bundle.json, or a .tar, .tar.gz or .tgz of one";
    throw new InputError({ message: `${name} is not a bundle`, hint });
  }
  const identity = [realpathSync(path), stat.size, stat.mtimeNs, stat.ino].join("\0");
  const key = createHash("sha256").update(identity).digest("hex");
  const folder = join(process.cwd(), unpackedFolder, key);
  if (!existsSync(folder)) unpackArchive(path, name, folder);
  return topFolder(folder);
}

/** `~` is the home directory, as in a shell. */
export function expandHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}

/** Who packs a folder has it at the top of the archive. */
function topFolder(folder: string): string {
  const [first, ...others] = readdirSync(folder, { withFileTypes: true });
  return first?.isDirectory() && others.length === 0 ? join(folder, first.name) : folder;
}

function namesBeside(path: string): string {
  const parent = join(path, "..");
  if (!existsSync(parent)) return "its path is relative to the working directory";
  const names = readdirSync(parent).filter(
    (name) => archiveName.test(name) || existsSync(join(parent, name, "bundle.json")),
  );
  return suggestion(path.slice(parent.length + 1), names) || "its path is relative to the working directory";
}
