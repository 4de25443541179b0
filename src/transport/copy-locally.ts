import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CommandError } from "../errors.ts";
import { refuseChanged } from "./local-sha256.ts";
import type { LocalFile } from "./transport.ts";

/**
 * Copies a file to a new temporary path that nobody but the user may read, and returns that. Throws CommandError, also where
 * the copy is not what the file is said to be.
 */
export async function copyLocally({ localPath, sha256 }: LocalFile, signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  const path = join(tmpdir(), `.lab-${randomBytes(16).toString("hex")}`);
  try {
    const copy = createWriteStream(path, { flags: "wx", mode: 0o600 });
    await pipeline(createReadStream(localPath), copy, signal ? { signal } : {});
    await refuseChanged({ localPath: path, sha256 }, localPath);
    return path;
  } catch (error) {
    await rm(path, { force: true });
    signal?.throwIfAborted();
    if (error instanceof CommandError) throw error;
    const stderr = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${localPath} could not be copied`, { exitCode: 1, stdout: "", stderr });
  }
}
