import { describe, expect, it } from "vitest";
import { linkModule } from "../../../src/resources/link.ts";
import { satisfied } from "../../../src/resources/resource.ts";
import { absent, directory, fileOf, linkTo } from "./path-states.ts";
import { planOf } from "./plan-of.ts";

const args = { path: "/opt/current", src: "/opt/v2" };
const after = { kind: "link", target: "/opt/v2", owner: "root", group: "root" };

describe("link", () => {
  it("is ok when it points to its target", () => {
    expect(planOf(linkModule, args, { path: linkTo("/opt/v2") })).toEqual(satisfied);
  });

  it("is made where nothing is", () => {
    expect(planOf(linkModule, args, { path: absent })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path: "/opt/current", before: { kind: "absent" }, after }],
    });
  });

  it("is pointed elsewhere and keeps its owner", () => {
    const path = { ...linkTo("/opt/v1"), owner: "bob" };
    const before = { kind: "link", target: "/opt/v1", owner: "bob", group: "root" };
    expect(planOf(linkModule, args, { path })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path: "/opt/current", before, after: { ...after, owner: "bob" } }],
    });
  });

  it("replaces a file only by force, and a directory never", () => {
    const file = { path: fileOf("x") };
    const reason = '/opt/current is a file; "force: true" would replace it';
    expect(planOf(linkModule, args, file)).toEqual({ kind: "blocked", reason });
    const forced = planOf(linkModule, { ...args, force: true }, file);
    expect(forced).toMatchObject({ changes: [{ before: { kind: "file", content: { text: "x" } }, after }] });
    expect(planOf(linkModule, { ...args, force: true }, { path: directory })).toMatchObject({
      kind: "blocked",
    });
  });

  it("waits for its directory", () => {
    const path = { kind: "absent", parent: "absent" };
    expect(planOf(linkModule, args, { path })).toEqual({
      kind: "blocked",
      reason: "directory /opt does not exist",
    });
  });

  it("is removed, but nothing else in its place", () => {
    const gone = { path: "/opt/current", state: "absent" } as const;
    expect(planOf(linkModule, gone, { path: absent })).toEqual(satisfied);
    expect(planOf(linkModule, gone, { path: linkTo("/opt/v2") })).toEqual({
      kind: "changes",
      changes: [{ kind: "path", path: "/opt/current", before: after, after: { kind: "absent" } }],
    });
    expect(planOf(linkModule, gone, { path: fileOf("") })).toMatchObject({ kind: "blocked" });
  });
});
