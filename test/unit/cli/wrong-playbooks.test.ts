import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";
import { prepareRun } from "../../../src/cli/prepare-run.ts";
import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";

const directory = "test/fixtures/wrong/playbook";
const inventory = "test/fixtures/validate/clusters.json";
const names = readdirSync(directory)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -".yaml".length));

/** The flags of a case stand in the first line of its playbook; a + is a blank in one of them. */
function flagsOf(playbook: string): Parameters<typeof prepareRun>[1] {
  const [line = ""] = readFileSync(playbook, "utf8").split("\n");
  const words = line.startsWith("# --") ? line.slice(2).split(" ") : [];
  const { values } = parseArgs({
    args: words.map((word) => word.replaceAll("+", " ")),
    options: {
      limit: { type: "string" },
      tags: { type: "string" },
      "skip-tags": { type: "string" },
      "extra-vars": { type: "string", multiple: true },
    },
  });
  return {
    inventory,
    ...(values.limit === undefined ? {} : { limit: values.limit }),
    extraVars: values["extra-vars"] ?? [],
    tags: values.tags?.split(",") ?? [],
    skipTags: values["skip-tags"]?.split(",") ?? [],
  };
}

async function messageFor(name: string): Promise<string> {
  const playbook = `${directory}/${name}.yaml`;
  try {
    await prepareRun(playbook, flagsOf(playbook));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${printProblems(error.problems)}\n`;
  }
  return "the playbook was accepted\n";
}

describe("wrong playbooks", () => {
  it.each(names)("%s", async (name) => {
    expect(await messageFor(name)).toBe(readFileSync(`${directory}/${name}.txt`, "utf8"));
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
