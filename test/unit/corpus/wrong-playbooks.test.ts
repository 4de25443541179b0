import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { casesIn, messageFor } from "./playbook-case.ts";

const directories = ["test/fixtures/corpus/wrong", "test/fixtures/wrong/playbook"];

describe.each(directories)("wrong playbooks in %s", (directory) => {
  const names = casesIn(directory);

  it.each(names)("%s", async (name) => {
    const message = await messageFor(`${directory}/${name}.yaml`);
    expect(message).toBe(readFileSync(`${directory}/${name}.txt`, "utf8"));
  });

  it("are all refused, each mistake with its place", () => {
    const expected = readdirSync(directory).filter((file) => file.endsWith(".txt"));
    expect(expected.map((file) => file.slice(0, -".txt".length)).toSorted()).toEqual(names.toSorted());
    for (const file of expected) {
      const messages = readFileSync(`${directory}/${file}`, "utf8")
        .split("\n")
        .filter((line) => line.includes("error: "));
      expect(messages).not.toEqual([]);
      for (const message of messages) expect(message).toMatch(/^\S+:\d+:\d+: error: /);
    }
  });
});
