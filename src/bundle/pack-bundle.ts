import { spawn } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../errors.ts";
import type { BundleItem } from "./bundle-schema.ts";
import { manifestName } from "./read-bundle.ts";

/**
 * Packs bundle.json and the files that it names into an archive, which replaces an older one when it is whole; by the
 * machine's tar, which follows links. Throws InputError where it cannot.
 */
export async function packBundle(
  folder: string,
  items: readonly BundleItem[],
  archive: string,
): Promise<void> {
  refuseArchiveName(archive);
  const to = resolve(archive);
  const compress = archive.endsWith(".tar") ? [] : ["-z"];
  const names = [manifestName, ...items.map(({ path }) => path)].map((path) => `./${path}`);
  try {
    await run("tar", ["-C", folder, "-c", "-h", ...compress, "-f", `${to}.new`, "-T", "-"], names);
    renameSync(`${to}.new`, to);
  } catch (error) {
    rmSync(`${to}.new`, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `${archive} could not be written: ${why}` });
  }
}

/** Throws InputError for a name that no archive of a bundle has. */
export function refuseArchiveName(archive: string): void {
  if (/\.(tar|tar\.gz|tgz)$/.test(archive)) return;
  throw new InputError({
    message: `${archive} is not a name for an archive`,
    hint: "it ends in .tar, .tar.gz or .tgz",
  });
}

function run(program: string, args: readonly string[], lines: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (piece: Buffer) => {
    said += piece.toString("utf8");
  });
  child.stdin.on("error", () => {}).end(lines.map((line) => `${line}\n`).join(""));
  return new Promise((resolvePromise, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolvePromise() : reject(new Error(said.trim() || `tar ended with ${code}`)),
    );
  });
}
