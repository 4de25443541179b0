import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";

const directory = "test/fixtures/wrong/inventory";
const names = readdirSync(directory)
  .filter((file) => file.endsWith(".txt"))
  .map((file) => file.slice(0, -".txt".length));

function messageFor(name: string): string {
  const candidates = [`${name}.json`, `${name}.yaml`, `${name}/clusters.json`];
  const path = candidates.map((file) => `${directory}/${file}`).find(existsSync) ?? name;
  try {
    loadInventory(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${printProblems(error.problems).replaceAll(`${directory}/`, "")}\n`;
  }
  return "the inventory was accepted\n";
}

describe("wrong inventories", () => {
  it.each(names)("%s", (name) => {
    expect(messageFor(name)).toBe(readFileSync(`${directory}/${name}.txt`, "utf8"));
  });

  it("are all in a file with the message that is expected", () => {
    const inputs = readdirSync(directory).filter((file) => !file.endsWith(".txt"));
    expect(inputs.map((file) => file.replace(/\.(json|yaml)$/, "")).toSorted()).toEqual(names.toSorted());
    expect(names.length).toBeGreaterThanOrEqual(16);
  });
});
