import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { directoryModule } from "../../../src/resources/directory.ts";
import { satisfied } from "../../../src/resources/resource.ts";
import { absent, directory, fileOf, linkTo } from "./path-states.ts";
import { built, planOf } from "./plan-of.ts";

const args = { path: "/srv/a/b", mode: "0700", owner: "bob" };
const bob = { "user bob": { uid: 1000 } };
const nothing = { kind: "absent", parent: "absent" };
const root = { kind: "directory", mode: "0755", owner: "root", group: "root" };

function made(path: string, over = {}) {
  return { kind: "path", path, before: { kind: "absent" }, after: { ...root, ...over } };
}

describe("directory", () => {
  it("is ok when it is there, whatever its mode when none is asked for", () => {
    const path = { ...directory, mode: "2770" };
    expect(planOf(directoryModule, { path: "/srv/a" }, { path })).toEqual(satisfied);
  });

  it("changes only its ownership when it is there", () => {
    expect(planOf(directoryModule, args, { path: directory, ...bob })).toEqual({
      kind: "changes",
      changes: [
        { kind: "path", path: "/srv/a/b", before: root, after: { ...root, mode: "0700", owner: "bob" } },
      ],
    });
  });

  it("makes missing directories above it, from the top down, as root's", () => {
    const states = { path: nothing, "/srv/a": nothing, "/srv": absent, ...bob };
    expect(planOf(directoryModule, args, states)).toEqual({
      kind: "changes",
      changes: [made("/srv"), made("/srv/a"), made("/srv/a/b", { mode: "0700", owner: "bob" })],
    });
  });

  it("asks for all that is above it", () => {
    expect(Object.keys(built(directoryModule, { path: "/srv/a/b/" }).probes)).toEqual([
      "path",
      "/srv/a",
      "/srv",
    ]);
    expect(Object.keys(built(directoryModule, { path: "/" }).probes)).toEqual(["path"]);
  });

  it.each([
    [{ path: fileOf("") }, "/srv/a/b is a file, not a directory"],
    [{ path: linkTo("/mnt") }, "/srv/a/b is a link to /mnt, not a directory"],
    [{ path: { kind: "absent", parent: "other" }, "/srv/a": fileOf("") }, "/srv/a is not a directory"],
    [{ path: nothing, "/srv/a": nothing, "/srv": linkTo("gone") }, "/srv is not a directory"],
  ])("waits while something else is in the way: %j", (states, reason) => {
    expect(planOf(directoryModule, args, { ...states, ...bob })).toEqual({ kind: "blocked", reason });
  });

  it("removes a directory, and nothing else", () => {
    const gone = { path: "/srv/a", state: "absent" } as const;
    expect(planOf(directoryModule, gone, { path: absent })).toEqual(satisfied);
    expect(planOf(directoryModule, gone, { path: directory })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path: "/srv/a", before: root, after: { kind: "absent" } }],
    });
    expect(planOf(directoryModule, gone, { path: fileOf("") })).toMatchObject({ kind: "blocked" });
  });

  it.each(["/", "/etc", "/usr/", "/srv/../var/lib"])("never removes %s", (path) => {
    expect(() => built(directoryModule, { path, state: "absent" })).toThrow(InputError);
  });
});
