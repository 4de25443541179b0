import { describe, expect, it } from "vitest";
import { modules } from "../../../src/resources/index.ts";

/** As package.json names them for Node, and as TypeScript sees them. */
const entries = [
  ["role", () => import("../../../src/api/role.ts"), "../../../src/api/role.js"],
  ["resources", () => import("../../../src/api/resources.ts"), "../../../src/api/resources.js"],
  ["testing", () => import("../../../src/api/testing.ts"), "../../../src/api/testing.js"],
] as const;

describe("what a project imports of lab", () => {
  it.each(entries)("lab/%s has the same names at run time as for TypeScript", async (_, types, path) => {
    const atRunTime: object = await import(path);
    expect(Object.keys(atRunTime).toSorted()).toEqual(Object.keys(await types()).toSorted());
  });

  it("has every module", async () => {
    const exported = new Set<unknown>(Object.values(await import("../../../src/api/resources.ts")));
    expect(modules.filter((module) => !exported.has(module)).map(({ name }) => name)).toEqual([]);
  });
});
