import { InputError } from "../errors.ts";
import { parseYamlFile } from "../input/yaml-file.ts";
import { inventoryOf } from "../inventory/load-inventory.ts";
import { type ClusterAnswers, clustersText, defaultAnswers } from "../project/cluster-answers.ts";

interface Question {
  readonly key: keyof ClusterAnswers;
  readonly text: string;
}

const hosts = "a number, or their addresses with commas between";

const questions: readonly Question[] = [
  { key: "name", text: "Name of the cluster" },
  { key: "controlPlanes", text: `Control planes: ${hosts}` },
  { key: "workers", text: `Workers: ${hosts}` },
  { key: "user", text: "User to log in as" },
  { key: "key", text: "Private key to log in with" },
  { key: "podCidr", text: "Addresses of pods" },
  { key: "serviceCidr", text: "Addresses of services" },
];

/**
 * Asks what the first cluster is to be. An answer that makes no valid inventory is asked for again; `say` gets the
 * reason. An empty one takes the default.
 */
export async function askForCluster(
  ask: (text: string) => Promise<string>,
  say: (line: string) => void,
): Promise<ClusterAnswers> {
  let answers = defaultAnswers;
  for (const { key, text } of questions) {
    for (;;) {
      const line = (await ask(`${text} [${defaultAnswers[key]}]`)).trim();
      const next = line === "" ? answers : { ...answers, [key]: read(key, line) };
      const problem = problemOf(next);
      if (problem === null) {
        answers = next;
        break;
      }
      say(problem);
    }
  }
  return answers;
}

function read(key: keyof ClusterAnswers, line: string): string | number | readonly string[] {
  if (key !== "controlPlanes" && key !== "workers") return line;
  if (/^\d+$/.test(line)) return Number(line);
  return line.split(/[\s,]+/).filter((address) => address !== "");
}

/** The largest cluster that is written from a number; more hosts are a slip of the finger. */
const mostHosts = 1000;

/** What the checks of the inventory say of the answers so far, the defaults standing for the rest; null for nothing. */
function problemOf(answers: ClusterAnswers): string | null {
  const { controlPlanes, workers } = answers;
  if ([controlPlanes, workers].some((count) => typeof count === "number" && count > mostHosts)) {
    return `more than ${mostHosts} hosts need a file that is not typed in`;
  }
  try {
    inventoryOf(parseYamlFile("clusters.json", clustersText(answers)));
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [problem] = error.problems;
    return [problem?.message, problem?.hint].filter((part) => part).join("; ");
  }
}
