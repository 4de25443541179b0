import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { stampOf, tidyScript } from "../../src/kubernetes/etcd-snapshot.ts";
import { parseSavedSnapshot } from "../../src/kubernetes/saved-snapshot.ts";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";

const sha256 = "a".repeat(64);

describe("a backup of etcd", () => {
  it("is made on the first control plane alone, and carried here once it is there", () => {
    const { tasks } = testRole(role, { args: {}, host: "cp1", facts: { saved: null } });
    expect(tasks.map(({ name, waitsFor }) => [name, waitsFor])).toEqual([
      ["Save etcd", null],
      ["Carry the snapshot to this machine", "etcd is not saved"],
    ]);
    expect(testRole(role, { args: {}, host: "worker1" }).tasks).toEqual([]);
  });

  it("stays on its host where it is too large to be carried, and says where", () => {
    const facts = { saved: { sha256, base64: null } };
    const carry = testRole(role, { args: {}, host: "cp1", facts }).task("Carry the snapshot to this machine");
    expect(carry.waitsFor).toContain("it stays at cp1:/var/backups/lab/etcd/");
  });

  it("travels in lines of base64 behind its checksum", () => {
    const base64 = gzipSync("snapshot").toString("base64");
    expect(parseSavedSnapshot(`${sha256}  -\n${base64}\n`)).toEqual({ sha256, base64 });
    expect(parseSavedSnapshot("")).toBeNull();
  });

  it("is named by its time, so that the oldest can be told and removed", () => {
    expect(stampOf(new Date("2026-11-21T10:22:18.123Z"))).toBe("20261121T102218Z");
    expect(tidyScript("/backups", 7)).toContain("tail -n +8");
  });
});
