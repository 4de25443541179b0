import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unpackArchive } from "../../../src/bundle/unpack-archive.ts";
import { InputError } from "../../../src/errors.ts";
import { newFolder } from "./made-bundle.ts";
import { type MadeEntry, tarArchive } from "./tar-archive.ts";

/** Unpacks an archive to in/unpacked of a new folder; returns that folder, and what went wrong. */
function unpack(entries: readonly MadeEntry[]) {
  const folder = newFolder();
  writeFileSync(join(folder, "a.tar"), tarArchive(entries));
  writeFileSync(join(folder, "outside"), "safe");
  try {
    unpackArchive(join(folder, "a.tar"), "a.tar", join(folder, "in/unpacked"));
    return { folder, error: null };
  } catch (error) {
    return { folder, error };
  }
}

const part = fc.constantFrom("..", ".", "a", "b", "bundle.json", "", "c d", "\\", "unpacked", "outside");
const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
const entry: fc.Arbitrary<MadeEntry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ path, data: fc.constantFrom("", "x") }) },
  fc.record({ path, type: fc.constantFrom("Directory", "CharacterDevice", "SparseFile") }),
  fc.record({ path, type: fc.constantFrom("Link", "SymbolicLink"), target: path }),
);

describe("unpacking", () => {
  it("makes files and folders, all or nothing", () => {
    const { folder } = unpack([
      { path: "./", type: "Directory" },
      { path: "./bundle.json", data: "{}" },
      { path: "amd64/kubeadm", data: "program" },
      { path: "same", type: "Link", target: "amd64/kubeadm" },
    ]);
    const read = (path: string) => readFileSync(join(folder, "in/unpacked", path), "utf8");
    expect([read("bundle.json"), read("amd64/kubeadm"), read("same")]).toEqual(["{}", "program", "program"]);
    expect(readdirSync(join(folder, "in"))).toEqual(["unpacked"]);
  });

  it("never writes outside, whatever the paths are", () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), (entries) => {
        const { folder, error } = unpack(entries);
        if (error !== null) expect(error).toBeInstanceOf(InputError);
        expect(existsSync(join(folder, "in/unpacked"))).toBe(error === null);
        expect(readdirSync(join(folder, "in"))).toEqual(error === null ? ["unpacked"] : []);
        expect(readdirSync(folder).toSorted()).toEqual(["a.tar", "in", "outside"]);
        expect(readFileSync(join(folder, "outside"), "utf8")).toBe("safe");
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  it.each([
    [{ path: "../x" }, 'a.tar holds "../x", which may lead out of it'],
    [{ path: "/etc/x" }, 'a.tar holds "/etc/x", which may lead out of it'],
    [{ path: "x", type: "SymbolicLink", target: "/etc" }, 'a.tar holds "x", which is a link to "/etc"'],
    [{ path: "x", type: "Link", target: "../outside" }, 'a.tar holds "../outside", which may lead out of it'],
    [{ path: "x", type: "SparseFile" }, 'a.tar holds "x", which is neither a file nor a folder'],
    [{ path: "x", type: "CharacterDevice" }, 'a.tar holds "x", which is neither a file nor a folder'],
  ])("refuses %j", (made, message) => {
    expect(unpack([{ path: "first" }, made]).error).toMatchObject({ name: "InputError", message });
  });

  it("takes a compressed archive, and no modes from it", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "a.tgz"), gzipSync(tarArchive([{ path: "a/b", data: "x" }])));
    unpackArchive(join(folder, "a.tgz"), "a.tgz", join(folder, "unpacked"));
    expect(statSync(join(folder, "unpacked/a/b")).mode & 0o111).toBe(0);
  });

  it("leaves nothing of an archive that is cut off, or makes a file of a folder", () => {
    const folder = newFolder();
    const outcome = (bytes: Buffer) => {
      writeFileSync(join(folder, "a.tar"), bytes);
      expect(() => unpackArchive(join(folder, "a.tar"), "a.tar", join(folder, "in/unpacked"))).toThrow(
        InputError,
      );
      return readdirSync(join(folder, "in"));
    };
    expect(outcome(tarArchive([{ path: "a", data: "x" }]).subarray(0, 600))).toEqual([]);
    expect(outcome(tarArchive([{ path: "a/b" }, { path: "a" }]))).toEqual([]);
  });

  it("leaves what another process has unpacked meanwhile", () => {
    const { folder } = unpack([{ path: "first", data: "1" }]);
    writeFileSync(join(folder, "a.tar"), tarArchive([{ path: "second" }]));
    unpackArchive(join(folder, "a.tar"), "a.tar", join(folder, "in/unpacked"));
    expect(readdirSync(join(folder, "in/unpacked"))).toEqual(["first"]);
    expect(readdirSync(join(folder, "in"))).toEqual(["unpacked"]);
  });
});
