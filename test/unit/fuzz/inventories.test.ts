import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { matchHosts } from "../../../src/inventory/host-pattern.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { fuzz } from "./fuzz.ts";
import { complaintAbout } from "./survives.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-fuzz-"));
const file = join(folder, "clusters.yaml");
const variables = join(folder, "group_vars/all.yaml");
mkdirSync(join(folder, "group_vars"));
afterAll(() => rmSync(folder, { recursive: true }));

const valid = [
  "test/fixtures/inventory/clusters.yaml",
  "inventory/clusters.json",
  "inventory/vmware/clusters.json",
];
const texts = valid.map((path) => readFileSync(path, "utf8"));
const [smallest = ""] = texts.toSorted((a, b) => a.length - b.length);

const timeout = 120_000;

describe("mutations of valid inventories are valid or refused, each in less than a second", () => {
  it(
    "clusters.yaml",
    async () => {
      rmSync(variables, { force: true });
      const check = (text: string): void => {
        writeFileSync(file, text);
        loadInventory(file);
      };
      expect(await fuzz(texts, 2000, check)).toBeNull();
    },
    timeout,
  );

  it(
    "group_vars/all.yaml",
    async () => {
      writeFileSync(file, smallest);
      const check = (text: string): void => {
        writeFileSync(variables, text);
        loadInventory(file);
      };
      const vars =
        "text: a\nnumber: 1\nlist: [1, two]\nmapping: { key: '{{ text }}', other: { deep: true } }\n";
      expect(await fuzz([vars], 1000, check)).toBeNull();
    },
    timeout,
  );

  it("a line with thousands of mistakes", async () => {
    const line = `{ ${"role: worker, cpu: 2, ".repeat(4000)} memory: 1 }`;
    expect(await complaintAbout(line, (text) => void parseYamlFile("clusters.yaml", text))).toBeNull();
  });

  it("host patterns", async () => {
    const inventory = loadInventory("test/fixtures/inventory/clusters.yaml");
    const patterns = [
      "prod:&workers:!prod-w1",
      "~prod-(cp|w)[0-9]{1,2}$, edge*",
      "workers[0:2]:all[-1]",
      "prod-w[!1-2]",
    ];
    expect(await fuzz(patterns, 1000, (text) => void matchHosts(text, inventory))).toBeNull();
  });
});
