import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { InputError } from "../errors.ts";
import type { TarEntry } from "./tar-header.ts";
import { TarReader } from "./tar-reader.ts";

/** An entry of an archive, and the beginning of its data. */
export interface Member {
  readonly entry: TarEntry;
  readonly bytes: Buffer;
}

/**
 * The entries of a tar archive, compressed by gzip or not, each with as many bytes as `bytesOf` asks for. Cost: reads all of
 * it, in pieces. Throws InputError where it is no such archive; `name` is for messages.
 */
export async function readMembers(
  path: string,
  name: string,
  bytesOf: (entry: TarEntry) => number,
): Promise<Member[]> {
  const members: Member[] = [];
  let pieces: Buffer[] = [];
  let wanted = 0;
  let last: TarEntry | null = null;
  const reader = new TarReader(name, {
    entry(entry) {
      if (last) members.push({ entry: last, bytes: Buffer.concat(pieces) });
      last = entry;
      pieces = [];
      wanted = bytesOf(entry);
    },
    data(piece) {
      if (wanted > 0) pieces.push(Buffer.from(piece.subarray(0, wanted)));
      wanted -= Math.min(wanted, piece.length);
    },
  });
  await feed(path, name, reader);
  if (last) members.push({ entry: last, bytes: Buffer.concat(pieces) });
  return members;
}

async function feed(path: string, name: string, reader: TarReader): Promise<void> {
  const source = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const take = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) reader.write(piece);
    reader.end();
  };
  try {
    if (await isGzip(path)) await pipeline(source, createGunzip(), take);
    else await pipeline(source, take);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `${name} cannot be read: ${why}` });
  }
}

/** Whether a file begins as gzip does. */
export async function isGzip(path: string): Promise<boolean> {
  return (await firstBytes(path, 2)).toString("hex") === "1f8b";
}

/** The beginning of a file; less where it is shorter. */
export async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
