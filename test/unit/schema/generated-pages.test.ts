import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRoles } from "../../../roles/index.ts";
import { modules } from "../../../src/resources/index.ts";
import { generatedPages } from "../../../src/schema/generated-pages.ts";
import { generatedSections } from "../../../src/schema/generated-sections.ts";

const roles = await loadRoles();

const pages = generatedPages({ modules, roles });
const cure = "the page is not what the definitions make: npm run docs";

function pageOf(name: string): string {
  return readFileSync(join("docs", name), "utf8");
}

describe("the pages of docs/", () => {
  it.each([...pages])("%s is made from the definitions", (name, text) => {
    expect(pageOf(name), cure).toBe(text);
  });

  it.each([...generatedSections()])("%s has the parts that the definitions make", (name, fill) => {
    expect(fill(pageOf(name)), cure).toBe(pageOf(name));
  });

  it("have no page of a module or role that is gone", () => {
    const found = globSync("{modules,roles}/*.md", { cwd: "docs" });
    expect(found.toSorted(), cure).toEqual([...pages.keys()].toSorted());
  });
});
