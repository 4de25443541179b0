import { spawnSync } from "node:child_process";
import { open } from "node:fs/promises";
import { InputError } from "../errors.ts";
import { readMembers } from "./read-members.ts";

/** What a Debian package says of itself. */
export interface DebControl {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** Larger than any control archive is. */
const largestControl = 64 * 1024 * 1024;

/**
 * Reads the control file of a .deb. Throws InputError where it is none; `name` is for messages. Cost: reads its beginning; what
 * is compressed by xz needs that program. Source: deb(5).
 */
export async function readDeb(path: string, name: string): Promise<DebControl> {
  const archive = await controlArchive(path);
  const control = archive && (await controlFile(archive, name));
  const field = (key: string) => new RegExp(`^${key}: *(\\S+)`, "m").exec(control ?? "")?.[1];
  const [packageName, version, architecture] = [field("Package"), field("Version"), field("Architecture")];
  if (packageName && version && architecture) return { name: packageName, version, architecture };
  throw new InputError({ message: `${name} is not a Debian package` });
}

interface ControlArchive {
  readonly member: string;
  readonly bytes: Buffer;
}

/** Members of an ar archive have a header of 60 bytes and an even length. */
async function controlArchive(path: string): Promise<ControlArchive | null> {
  const file = await open(path, "r");
  try {
    const read = async (at: number, length: number) =>
      (await file.read(Buffer.alloc(length), 0, length, at)).buffer.toString("latin1");
    if ((await read(0, 8)) !== "!<arch>\n") return null;
    for (let at = 8; ; ) {
      const header = await read(at, 60);
      const [, member = "", digits] = /^(.{16}).{32}(\d+) *`\n$/s.exec(header) ?? [];
      const size = Number(digits);
      if (digits === undefined) return null;
      if (member.startsWith("control.tar") && size <= largestControl) {
        const { buffer } = await file.read(Buffer.alloc(size), 0, size, at + 60);
        return { member: member.trim().replace(/\/$/, ""), bytes: buffer };
      }
      at += 60 + size + (size % 2);
    }
  } finally {
    await file.close();
  }
}

function byXz(bytes: Buffer, name: string): Buffer {
  const { error, status, stdout } = spawnSync("xz", ["-dc"], { input: bytes, maxBuffer: largestControl });
  if (!error && status === 0) return stdout;
  throw new InputError({
    message: `${name} cannot be read: ${error ? "it is compressed by xz, which is not on this machine" : "it is damaged"}`,
    hint: error ? "install xz (xz-utils)" : "",
  });
}

async function controlFile({ member, bytes }: ControlArchive, name: string): Promise<string> {
  const archive = member.endsWith(".xz") ? byXz(bytes, name) : bytes;
  const isControl = (path: string) => /^(\.\/)?control$/.test(path);
  const members = await readMembers(archive, name, (path, size) => (isControl(path) ? size : 0));
  return members.find(({ path }) => isControl(path))?.bytes.toString("utf8") ?? "";
}
