import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { CommandError } from "../errors.ts";
import type { LocalFile } from "./transport.ts";

const known = new Map<string, Promise<string>>();

/**
 * Checksum of a local file, in lower-case hex. It is read once for all hosts that it goes to, and again where its size or its
 * time of change is another. Throws what the file system does.
 */
export async function localSha256(path: string): Promise<string> {
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  const key = [path, size, mtimeNs, ino].join("\0");
  const sum = known.get(key) ?? readSha256(path);
  known.set(key, sum);
  sum.catch(() => known.delete(key));
  return sum;
}

/** Throws CommandError where a file is missing or not what it is said to be. `name` is what messages call it. */
export async function refuseChanged({ localPath, sha256 }: LocalFile, name = localPath): Promise<void> {
  const has = await localSha256(localPath).catch((error: Error) => {
    throw new CommandError(`${name} cannot be read`, { exitCode: 1, stdout: "", stderr: error.message });
  });
  if (has === sha256) return;
  const message = `${name} is not what was to be sent: sha256 ${has}, and not ${sha256}`;
  throw new CommandError(message, { exitCode: 1, stdout: "", stderr: "" });
}

async function readSha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(piece);
  return hash.digest("hex");
}
