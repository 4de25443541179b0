import { Header, Pax, type ReadEntry } from "tar";

/** An entry of an archive that a test makes; its path may be one that no tar would write. */
export interface MadeEntry {
  readonly path: string;
  readonly data?: Buffer | string;
  /** Default: a file. */
  readonly type?: ReadEntry["type"];
  /** Of a link. */
  readonly target?: string;
}

/** A tar archive in the ustar format; what has no room there gets an extended header. */
export function tarArchive(entries: readonly MadeEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(1024)]);
}

function blocksOf({ path, data = "", type = "File", target = "" }: MadeEntry): Buffer[] {
  const bytes = Buffer.from(data);
  const described = { path, size: bytes.length, type, mode: 0o755, linkpath: target };
  const block = Buffer.alloc(512);
  const isWhole = !new Header(described).encode(block);
  const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
  return [...(isWhole ? [] : [new Pax({ path }).encode()]), block, bytes, padding];
}
