import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { defaultAnswers } from "../../../src/project/cluster-answers.ts";
import { scaffoldFiles, writeScaffold } from "../../../src/project/scaffold.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-init-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the files of a new project", () => {
  it("hold an inventory that is valid, with the hosts that were asked for", () => {
    writeScaffold(
      folder,
      scaffoldFiles({
        ...defaultAnswers,
        name: "prod",
        controlPlanes: ["192.0.2.1", "node.example"],
        workers: 1,
      }),
    );
    const inventory = loadInventory(join(folder, "inventory/clusters.json"));
    expect([...inventory.hosts.values()].map(({ name, role, target }) => [name, role, target.host])).toEqual([
      ["prod-cp1", "control_plane", "192.0.2.1"],
      ["prod-cp2", "control_plane", "node.example"],
      ["prod-worker1", "worker", "prod-worker1"],
    ]);
    expect(inventory.hosts.get("prod-cp1")?.vars.timezone?.value).toBe("Etc/UTC");
  });

  it("keep what lab writes beside them out of git", () => {
    expect(scaffoldFiles(defaultAnswers).get(".gitignore")?.split("\n")).toContain(".lab/");
  });

  it("replace nothing: where one is there, all are named and none is written", () => {
    writeFileSync(join(folder, "lab.yaml"), "forks: 1\n");
    writeFileSync(join(folder, "README.md"), "mine\n");
    const write = () => writeScaffold(folder, scaffoldFiles(defaultAnswers));
    expect(write).toThrow(InputError);
    expect(write).toThrow(`${join(folder, "README.md")}, ${join(folder, "lab.yaml")} are there already`);
    expect(readdirSync(folder).toSorted()).toEqual(["README.md", "lab.yaml"]);
    expect(readFileSync(join(folder, "lab.yaml"), "utf8")).toBe("forks: 1\n");
  });
});
