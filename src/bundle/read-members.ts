import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Parser } from "tar";
import { archiveError } from "./archive-error.ts";

/** An entry of an archive, and the beginning of its data. */
export interface Member {
  /** As the archive has it: it may lead anywhere. */
  readonly path: string;
  readonly isFile: boolean;
  readonly bytes: Buffer;
}

const pieceBytes = 1024 * 1024;

/**
 * The entries of a tar archive (a file's path, or the archive itself), compressed by gzip, zstd or not, each with as many
 * bytes as `bytesOf` asks for. Cost: reads all of it, in pieces. Throws InputError where it is no such archive; `name` is for
 * messages.
 */
export async function readMembers(
  archive: string | Buffer,
  name: string,
  bytesOf: (path: string, size: number) => number,
): Promise<Member[]> {
  const { list } = await import("tar");
  const members: { path: string; isFile: boolean; pieces: Buffer[] }[] = [];
  const parser = list({
    strict: true,
    onReadEntry(entry) {
      const pieces: Buffer[] = [];
      members.push({ path: entry.path, isFile: /File$/.test(entry.type), pieces });
      let wanted = bytesOf(entry.path, entry.size);
      entry.on("data", (piece) => {
        if (wanted > 0) pieces.push(Buffer.from(piece.subarray(0, wanted)));
        wanted -= piece.length;
      });
    },
  });
  try {
    await feed(parser, archive);
  } catch (error) {
    throw archiveError(error, name, `${name} cannot be read`);
  }
  return members.map(({ pieces, ...member }) => ({ ...member, bytes: Buffer.concat(pieces) }));
}

/** A parser whose entries are all let through takes each piece at once, and throws what is wrong with it. */
async function feed(parser: Parser, archive: string | Buffer): Promise<void> {
  if (typeof archive === "string") {
    const source: AsyncIterable<Buffer> = createReadStream(archive, { highWaterMark: pieceBytes });
    for await (const piece of source) parser.write(piece);
  } else {
    parser.write(archive);
  }
  parser.end();
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
