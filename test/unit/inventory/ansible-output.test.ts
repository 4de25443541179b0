import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ansibleGraph } from "../../../src/inventory/ansible-graph.ts";
import { ansibleList } from "../../../src/inventory/ansible-list.ts";
import { ansibleYaml } from "../../../src/inventory/ansible-yaml.ts";
import { matchHosts } from "../../../src/inventory/host-pattern.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";

const inventory = loadInventory("test/fixtures/inventory/clusters.yaml");
const all = [...inventory.hosts.keys()];
const expected = (name: string) => readFileSync(`test/fixtures/inventory/expected/${name}`, "utf8");
const outputs = [
  ["list.txt", (limit: readonly string[]) => `${JSON.stringify(ansibleList(inventory, limit), null, 2)}\n`],
  ["graph.txt", (limit: readonly string[]) => ansibleGraph(inventory, limit)],
  ["ansible.yaml", (limit: readonly string[]) => ansibleYaml(inventory, limit)],
] as const;

describe.each(outputs)("%s", (name, output) => {
  it("is as recorded; ansible-inventory accepts the recording", () => {
    expect(output(all).replaceAll(process.cwd(), "/lab").replaceAll(homedir(), "/home/me")).toBe(
      expected(name),
    );
  });

  it("holds no secret", () => {
    expect(output(all)).not.toMatch(/secret|abcdef/);
  });

  it("holds only the hosts of a limit, and no empty groups", () => {
    const text = output(matchHosts("prod-w2", inventory));
    expect(text).toContain("prod-w2");
    expect(text).not.toMatch(/prod-w1|edge|control_plane|bootstrap/);
  });
});

describe("the YAML inventory", () => {
  it("quotes what YAML 1.1 would take for something else than text", () => {
    const data = parse(ansibleYaml(inventory, all), { version: "1.1" });
    expect(data.all.hosts["edge-w1"].answers).toEqual(["yes", "012", "1:30", "~", "=", "<<"]);
  });

  it("puts a host into the same groups as the list", () => {
    const list = ansibleList(inventory, all);
    const data = parse(ansibleYaml(inventory, all), { version: "1.1" });
    expect(list.prod_workers).toEqual({
      hosts: Object.keys(data.all.children.workers.children.prod_workers.hosts),
    });
    expect(list.all).toEqual({ children: Object.keys(data.all.children) });
  });
});
