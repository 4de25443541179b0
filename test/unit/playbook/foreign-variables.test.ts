import { describe, expect, it } from "vitest";
import { foreignVariable } from "../../../src/playbook/foreign-variables.ts";
import { magicSchemas } from "../../../src/playbook/magic-variables.ts";
import { followKey, type ValueSchema } from "../../../src/playbook/value-schema.ts";
import { inventory, problemsOf } from "./small-lab.ts";

describe("foreignVariable", () => {
  it.each([
    ["ansible_play_hosts", "write play_hosts"],
    ["ansible_os_family", "write facts.os.family"],
    ["ansible_eth0", "what lab knows of a host is in facts: facts.hostname, facts.os.id, …"],
    ["item", "it is the entry of a loop, and this task has none"],
    ["packages", null],
    ["constructor", null],
  ])("says of %s: %s", (name, hint) => {
    expect(foreignVariable(name)).toBe(hint);
  });

  it.each(
    "architecture distribution distribution_release distribution_version hostname host interfaces kernel memtotal_mb os_family play_hosts processor_vcpus".split(
      " ",
    ),
  )("sends whoever looks for ansible_%s to what exists", (name) => {
    const [root = "", ...keys] = (foreignVariable(`ansible_${name}`) ?? "").replace("write ", "").split(".");
    const known: Readonly<Record<string, ValueSchema>> = magicSchemas(inventory);
    const found = keys.reduce<ValueSchema | null>(
      (schema, key) => schema && followKey(schema, key),
      known[root] ?? null,
    );
    expect(found).not.toBeNull();
  });

  it("knows what there is of other hosts", () => {
    const yaml = `- hosts: all
  tasks:
    - debug: "{{ hostvars.w1.ansible_host }}"
    - debug: a
      when: hostvars["w1"]["ansible_os_family"] == "" && hostvars.w1.node.name == hostvars.w1.cluster
`;
    expect(problemsOf(yaml)).toEqual([
      'p.yaml:3:30 "hostvars.w1" has no key "ansible_host" (write hostvars.w1.node.address)',
      'p.yaml:5:28 "hostvars["w1"]" has no key "ansible_os_family" (of another host there are its variables, node and cluster; but no facts)',
    ]);
  });
});
