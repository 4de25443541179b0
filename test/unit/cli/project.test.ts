import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findInventory, findPlaybook } from "../../../src/cli/project.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "lab-project-"));
  for (const name of ["site.yaml", "other.yml", "both.yaml", "both.yml"])
    writeFileSync(join(directory, name), "");
  mkdirSync(join(directory, "folder"));
  mkdirSync(join(directory, "odd.yaml"));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("findPlaybook", () => {
  it("takes a path as it is", () => {
    expect(findPlaybook("playbooks/site.yaml")).toBe("playbooks/site.yaml");
  });

  it("completes a bare name, and looks in playbooks/", () => {
    expect(findPlaybook("site")).toBe("playbooks/site.yaml");
  });

  it.each([
    ["site", "site.yaml"],
    ["other", "other.yml"],
    ["both", "both.yaml"],
    ["other.yml", "other.yml"],
  ])("finds %s in a folder", (name, file) => {
    expect(findPlaybook(join(directory, name)).endsWith(`/${file}`)).toBe(true);
  });

  it.each(["folder", "odd", "odd.yaml", "nowhere"])("refuses %s", (name) => {
    expect(() => findPlaybook(join(directory, name))).toThrow("there is no playbook");
  });

  it("suggests a playbook that is called much the same", () => {
    expect(() => findPlaybook("siet")).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ hint: 'did you mean "site"?' })] }),
    );
  });
});

describe("findInventory", () => {
  it("takes the one that is named, or inventory/clusters.json", () => {
    expect(findInventory(join(directory, "site.yaml"))).toBe(join(directory, "site.yaml"));
    expect(findInventory(undefined)).toBe("inventory/clusters.json");
    expect(() => findInventory("nowhere.json")).toThrow('there is no inventory "nowhere.json"');
  });
});
