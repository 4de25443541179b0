import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TarReader } from "../../../src/bundle/tar-reader.ts";
import { newFolder, writeFiles } from "./made-bundle.ts";
import { type MadeEntry, tarArchive } from "./tar-archive.ts";

interface Told {
  readonly path: string;
  readonly kind: string;
  readonly data: string;
}

/** What a reader tells of an archive that it gets in pieces of these sizes, over and over. */
function told(archive: Buffer, sizes: readonly number[]): Told[] {
  const entries: { path: string; kind: string; pieces: Buffer[] }[] = [];
  const reader = new TarReader("x.tar", {
    entry: ({ path, kind }) => void entries.push({ path, kind, pieces: [] }),
    data: (piece) => void entries.at(-1)?.pieces.push(Buffer.from(piece)),
  });
  for (let at = 0, turn = 0; at < archive.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? archive.length;
    reader.write(archive.subarray(at, at + size));
    at += size;
  }
  reader.end();
  return entries.map(({ path, kind, pieces }) => ({
    path,
    kind,
    data: Buffer.concat(pieces).toString("base64"),
  }));
}

const path = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 140 })
  .filter((text) => !/[\0/]$|\0/.test(text));
const entry: fc.Arbitrary<MadeEntry> = fc.record({
  path,
  data: fc.uint8Array({ maxLength: 1500 }).map((bytes) => Buffer.from(bytes)),
});

describe("a tar archive", () => {
  it("is told as it was written, whatever the pieces are", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 4 }),
        (entries, sizes) => {
          const expected = entries.map(({ path, data = "" }) => ({
            path,
            kind: "file",
            data: Buffer.from(data).toString("base64"),
          }));
          expect(told(tarArchive(entries), sizes)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is an error where it is cut off or something else, and never anything but an InputError", () => {
    const archive = tarArchive([{ path: "a", data: "x".repeat(700) }, { path: "b" }]);
    const outcome = (bytes: Buffer) => {
      try {
        return told(bytes, [512]).length;
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    };
    expect(outcome(archive.subarray(0, 1000))).toBe(
      "x.tar is not a tar archive that can be read: it is cut off",
    );
    expect(outcome(Buffer.alloc(1024))).toBe("x.tar is not a tar archive that can be read: it is empty");
    expect(outcome(Buffer.from("<html>".repeat(100)))).toContain("it begins like something else");
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(archive);
        damaged[at] = byte;
        expect(outcome(damaged)).toSatisfy(
          (said: unknown) => said === 2 || /^x\.tar is not a tar/.test(String(said)),
        );
      }),
    );
  });

  it.each(["ustar", "pax", "gnu", "v7"])("is read in the format %s of tar", (format) => {
    const folder = newFolder();
    const deep = format === "v7" ? "short" : `${"folder-".repeat(9)}/${"name".repeat(20)}`;
    writeFiles(folder, { [deep]: "deep", "empty file": "" });
    const archive = execFileSync("tar", ["-C", folder, `--format=${format}`, "-cf", "-", "."]);
    const files = told(archive, [777]).filter(({ kind }) => kind === "file");
    expect(files.map(({ path }) => join(path)).toSorted()).toEqual(["empty file", deep].toSorted());
    expect(files.map(({ data }) => Buffer.from(data, "base64").toString()).toSorted()).toEqual(["", "deep"]);
  });
});
