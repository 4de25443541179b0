/** One entry of a tar archive, as the archive has it: its path may lead anywhere. */
export interface TarEntry {
  readonly path: string;
  readonly kind: "file" | "directory" | "hard link" | "symbolic link" | "other";
  /** Of a link. */
  readonly target: string;
  /** Bytes of data that follow. */
  readonly size: number;
}

/** A header block, taken apart. */
export interface TarHeader {
  /** As it is written there: "0", "5", "x"; "0" for the NUL of old archives. */
  readonly type: string;
  readonly size: number;
  readonly entry: TarEntry;
}

const kinds: Readonly<Record<string, TarEntry["kind"]>> = {
  "0": "file",
  "7": "file",
  "1": "hard link",
  "2": "symbolic link",
  "5": "directory",
};

/**
 * Reads a block of 512 bytes; `described` is what an extended header has said of this entry. Null where its checksum is
 * wrong, or a number is none. Pure. Source: POSIX.1-2017, pax, "ustar Interchange Format".
 */
export function readTarHeader(block: Buffer, described: Readonly<Record<string, string>>): TarHeader | null {
  if (checksumOf(block) !== numberAt(block, 148, 8)) return null;
  const type = block.toString("latin1", 156, 157).replace("\0", "0");
  const written = numberAt(block, 124, 12);
  const size = described.size === undefined ? written : Number(described.size);
  if (size === null || !Number.isSafeInteger(size) || size < 0) return null;
  const name = described.path ?? nameIn(block);
  const kind = type === "0" && name.endsWith("/") ? "directory" : (kinds[type] ?? "other");
  const hasData = kind === "file" || /^[xgLK]$/.test(type);
  const target = described.linkpath ?? textAt(block, 157, 100);
  // Links and folders may carry the size of what they stand for, without its data.
  const bytes = hasData || kind === "other" ? size : 0;
  return { type, size: bytes, entry: { path: name, kind, target, size: bytes } };
}

/** The records of an extended header: "27 path=some/very/long/name\n". Pure; what is malformed ends it. */
export function paxValues(text: string): Record<string, string> {
  const bytes = Buffer.from(text);
  const values: Record<string, string> = {};
  let at = 0;
  while (at < bytes.length) {
    const [, digits] = /^(\d+) /.exec(bytes.toString("latin1", at, at + 12)) ?? [];
    const length = Number(digits);
    if (digits === undefined || length <= digits.length + 1 || at + length > bytes.length) break;
    const record = bytes.toString("utf8", at + digits.length + 1, at + length - 1);
    const equals = record.indexOf("=");
    if (equals > 0) values[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return values;
}

/** The prefix counts for ustar only: GNU's own format has other things there. */
function nameIn(block: Buffer): string {
  const name = textAt(block, 0, 100);
  const prefix = block.toString("latin1", 257, 263) === "ustar\0" ? textAt(block, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textAt(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? length : end);
}

/** Octal digits, or, with the first bit set, big-endian binary (GNU, for files from 8 GiB). */
function numberAt(block: Buffer, start: number, length: number): number | null {
  if (((block[start] ?? 0) & 0x80) !== 0) {
    const field = block.subarray(start + 1, start + length);
    return field.reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const digits = textAt(block, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : digits === "" ? 0 : null;
}

/** The sum of all bytes, with blanks in the place of the sum itself. */
function checksumOf(block: Buffer): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0);
}
