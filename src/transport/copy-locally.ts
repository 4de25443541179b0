import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CommandError } from "../errors.ts";

/** Copies a file to a new temporary path that nobody but the user may read, and returns that. Throws CommandError. */
export async function copyLocally(localPath: string, signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  const path = join(tmpdir(), `.lab-${randomBytes(16).toString("hex")}`);
  try {
    const copy = createWriteStream(path, { flags: "wx", mode: 0o600 });
    await pipeline(createReadStream(localPath), copy, signal ? { signal } : {});
    return path;
  } catch (error) {
    await rm(path, { force: true });
    signal?.throwIfAborted();
    const stderr = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${localPath} could not be copied`, { exitCode: 1, stdout: "", stderr });
  }
}
