import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** Checksum of a file, in lower-case hex. Cost: reads all of it. */
export async function fileSha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(piece);
  return hash.digest("hex");
}
