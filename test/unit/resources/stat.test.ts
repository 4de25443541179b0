import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { statModule } from "../../../src/resources/stat.ts";
import { absent, directory, fileOf, linkTo } from "./path-states.ts";
import { built } from "./plan-of.ts";
import { runSh } from "./run-sh.ts";

const fields = (state: unknown) => built(statModule, { path: "/x" }).result?.({ path: state });

describe("stat", () => {
  it("is ok whatever stands there, and asks for the hash only where it is wanted", () => {
    const resource = built(statModule, { path: "/x/" });
    expect(resource.plan({ path: absent })).toEqual({ kind: "changes", changes: [] });
    expect(resource.probes.path?.query).toMatchObject({ path: "/x", content: "never" });
  });

  it.each([
    ["nothing", absent, { exists: false, isreg: false, mode: "", size: 0 }],
    ["a directory", directory, { exists: true, isdir: true, mode: "0755", pw_name: "root" }],
    ["a link", linkTo("../y"), { exists: true, islnk: true, isreg: false, lnk_target: "../y" }],
    ["a device", { kind: "other", description: "device" }, { exists: true, isreg: false, isdir: false }],
    [
      "a file",
      fileOf("text", { sha256: null }),
      { exists: true, isreg: true, mode: "0644", size: 4, gr_name: "root", checksum: "" },
    ],
  ])("describes %s", (_, state, expected) => {
    expect(fields(state)).toMatchObject({ stat: expected });
  });

  it("has all fields that it documents, of everything", () => {
    const documented = Object.keys(statModule.returns?.stat?.properties ?? {}).toSorted();
    for (const state of [absent, directory, linkTo("y"), fileOf(""), { kind: "other", description: "x" }]) {
      expect(Object.keys(Object(fields(state)?.stat)).toSorted()).toEqual(documented);
    }
  });
});

describe("stat of real files", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-stat-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has their size and, where it is wanted, their hash, but not their content", () => {
    const path = join(folder, "file");
    writeFileSync(path, "");
    symlinkSync("file", join(folder, "link"));
    const resource = built(statModule, { path, get_checksum: true });
    const { kind, query } = resource.probes.path ?? { kind: null, query: null };
    const { stdout } = runSh(kind?.script([query]) ?? "");
    expect(stdout).not.toContain("\nc ");
    expect(resource.result?.({ path: kind?.parse(stdout, [query])[0] })).toMatchObject({
      stat: {
        isreg: true,
        size: 0,
        checksum: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      },
    });
  });
});
