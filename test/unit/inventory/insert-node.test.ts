import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { insertNode } from "../../../src/inventory/insert-node.ts";

const node = { name: "w2", role: "worker", host: "10.0.0.22" };

const texts = {
  "JSON, a node per line": [
    `{
  "ssh_user": "me", // who
  "clusters": [
    { "name": "dev", "nodes": [{ "name": "d1" }] },
    {
      "name": "prod",
      "nodes": [
        { "name": "cp1", "role": "master" },
        { "name": "w1", "role": "worker" } // the old one
        // more to come
      ]
    }
  ]
}
`,
    `        { "name": "w1", "role": "worker" }, // the old one
        { "name": "w2", "role": "worker", "host": "10.0.0.22" }
        // more to come
`,
  ],
  "JSON, a node over several lines, with tabs": [
    `{\n\t"clusters": [\n\t\t{\n\t\t\t"name": "prod",\n\t\t\t"nodes": [\n\t\t\t\t{\n\t\t\t\t\t"name": "w1"\n\t\t\t\t}\n\t\t\t]\n\t\t}\n\t]\n}\n`,
    `\t\t\t\t},\n\t\t\t\t{\n\t\t\t\t\t"name": "w2",\n\t\t\t\t\t"role": "worker",\n\t\t\t\t\t"host": "10.0.0.22"\n\t\t\t\t}\n\t\t\t]\n`,
  ],
  "JSON, all on one line": [
    `{"clusters": [{"name": "prod", "nodes": [{"name": "w1"}]}]}`,
    `{"name": "w1"}, { "name": "w2", "role": "worker", "host": "10.0.0.22" }]}]}`,
  ],
  "YAML with dashes": [
    `# ours
clusters:
  - name: prod # first
    nodes:
      - name: cp1
        role: master
      - { name: w1, role: worker } # old
    # all of them
  - name: dev
    nodes: [{ name: d1, role: master }]
`,
    `      - { name: w1, role: worker } # old
      - { "name": "w2", "role": "worker", "host": "10.0.0.22" }
    # all of them
`,
  ],
  "YAML, the last node over several lines": [
    `clusters:
- name: prod
  nodes:
  - name: w1
    labels:
      a: b
    # the end
`,
    `      a: b
  - { "name": "w2", "role": "worker", "host": "10.0.0.22" }
    # the end
`,
  ],
} as const;

describe("a node that is added to clusters.json", () => {
  it.each(Object.entries(texts))(
    "stands at the end of its cluster, and nothing else changes: %s",
    (_, [text, part]) => {
      const after = insertNode(text, "prod", node);
      expect(after).toContain(part);
      const kept = after.split("\n").filter((line) => !line.includes("w2"));
      for (const line of text.split("\n").filter((one) => one.includes("#") || one.includes("//")))
        expect(kept.join("\n")).toContain(line.replace(/^.*(?=[#]|\/\/)/, ""));
    },
  );

  it.each(Object.entries(texts))("is what a reader finds there: %s", (_, [text]) => {
    const clusters = (of: string): unknown =>
      Reflect.get(Object(parseYamlFile("clusters.json", of).data), "clusters");
    const before = structuredClone(clusters(text));
    if (!Array.isArray(before)) throw new Error("no clusters");
    before.find(({ name }) => name === "prod").nodes.push(node);
    expect(clusters(insertNode(text, "prod", node))).toEqual(before);
  });
});
