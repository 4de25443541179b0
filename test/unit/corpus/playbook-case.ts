import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { prepareRun, type RunFlags } from "../../../src/cli/prepare-run.ts";
import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";

const inventory = "test/fixtures/validate/clusters.json";

/** The names of the playbooks of a folder, without their suffix. */
export function casesIn(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length));
}

/** What `lab validate` says of a playbook: its whole message, or null when it is valid. */
export async function messageFor(playbook: string): Promise<string | null> {
  try {
    await prepareRun(playbook, flagsOf(playbook));
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${printProblems(error.problems)}\n`;
  }
}

/** The flags of a case stand in the first line of its playbook; a + is a blank in one of them. */
export function flagsOf(playbook: string): RunFlags {
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
