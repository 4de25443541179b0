/** An entry of an archive that a test makes; its path may be one that no tar would write. */
export interface MadeEntry {
  readonly path: string;
  readonly data?: Buffer | string;
  /** "0" is a file, "5" a folder, "1" a hard link, "2" a symbolic link. Default: a file. */
  readonly type?: string;
  readonly target?: string;
}

/** A tar archive in the ustar format; long paths get an extended header. */
export function tarArchive(entries: readonly MadeEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(1024)]);
}

function blocksOf({ path, data = "", type = "0", target = "" }: MadeEntry): Buffer[] {
  const bytes = Buffer.from(data);
  const isLong = Buffer.byteLength(path) > 100;
  const extended = isLong ? blocksOf({ path: "pax", type: "x", data: paxRecord("path", path) }) : [];
  return [...extended, header(isLong ? "long" : path, bytes.length, type, target), padded(bytes)];
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (String(length).length + Buffer.byteLength(rest) !== length)
    length = String(length).length + Buffer.byteLength(rest);
  return `${length}${rest}`;
}

function header(path: string, size: number, type: string, target: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(path, 0, 100);
  block.write("0000755\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("00000000000\0", 136);
  block.write("        ", 148);
  block.write(type, 156);
  block.write(target, 157, 100);
  block.write("ustar\0" + "00", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
