import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMembers } from "../../../src/bundle/read-members.ts";
import { newFolder } from "./made-bundle.ts";
import { tarArchive } from "./tar-archive.ts";

const archive = tarArchive([
  { path: "a", data: "x".repeat(700) },
  { path: "b/", type: "Directory" },
]);
const members = [
  { path: "a", isFile: true, bytes: Buffer.from("xxx") },
  { path: "b/", isFile: false, bytes: Buffer.alloc(0) },
];

function read(bytes: Buffer) {
  return readMembers(bytes, "x.tar", () => 3);
}

/** What is said of an archive that cannot be read; "" of another. */
async function said(bytes: Buffer): Promise<string> {
  try {
    await read(bytes);
    return "";
  } catch (error) {
    expect(error).toMatchObject({ name: "InputError" });
    return String(error);
  }
}

describe("the members of an archive", () => {
  it("come with the beginning of their data, however it is compressed", async () => {
    for (const bytes of [archive, gzipSync(archive), zstdCompressSync(archive)]) {
      expect(await read(bytes)).toEqual(members);
    }
  });

  it("are read from a file in pieces", async () => {
    const path = join(newFolder(), "x.tar");
    const data = Buffer.alloc(3 * 1024 * 1024 + 1, "0123456789");
    writeFileSync(path, tarArchive([{ path: "long", data }, { path: "next" }]));
    const [long, next] = await readMembers(path, "x.tar", (_path, size) => size);
    expect(long?.bytes.equals(data)).toBe(true);
    expect(next?.path).toBe("next");
  });

  it.each([
    ["cut off", archive.subarray(0, 1000)],
    ["cut off", gzipSync(archive).subarray(0, 50)],
    ["empty or cut off", Buffer.alloc(0)],
    ["empty or cut off", Buffer.alloc(1024)],
    ["damaged or something else", Buffer.from("<html>".repeat(100))],
    ["damaged or something else", Buffer.concat([gzipSync(archive).subarray(0, -8), Buffer.alloc(8)])],
  ])("are an error where it is %s", async (reason, bytes) => {
    expect(await said(bytes)).toBe(
      `InputError: x.tar is not a tar archive that can be read: it is ${reason}`,
    );
  });

  it("are told or refused by an InputError, whatever is damaged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), fc.nat(255), async (at, byte) => {
        const damaged = Buffer.from(archive);
        damaged[at] = byte;
        expect(await said(damaged)).toMatch(/^$|^InputError: x\.tar /);
      }),
    );
  });
});
