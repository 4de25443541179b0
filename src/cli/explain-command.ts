import { exitCode, InputError } from "../errors.ts";
import { nearest, suggestion } from "../input/suggest.ts";
import { answerWithDefaults } from "./answer-prompts.ts";
import { commandSecrets } from "./command-secrets.ts";
import { type Explanation, explainVariables, type PlayVariables } from "./explain-variables.ts";
import { compileRun, type RunFlags, type RunInputs, readRunInputs } from "./prepare-run.ts";
import { explanationData, printExplanation } from "./print-explanation.ts";

/** The arguments and flags of `lab explain`. */
export interface ExplainFlags extends RunFlags {
  readonly host: string;
  /** Empty for all. */
  readonly variables: readonly string[];
  /** Its plays' variables are included. */
  readonly playbook: string | null;
  readonly json: boolean;
}

/** The variables of a host in one play; the name is null where no playbook is asked about. */
interface Explained {
  readonly play: string | null;
  readonly variables: readonly Explanation[];
}

/** `lab explain HOST [VARIABLE…]`. Throws InputError, also where the host or a variable does not exist. */
export async function explainCommand(flags: ExplainFlags, write: (text: string) => void): Promise<number> {
  const inputs = await readRunInputs(flags, commandSecrets(flags, true));
  const host = inputs.inventory.hosts.get(flags.host);
  if (!host) {
    const hint = suggestion(flags.host, inputs.inventory.hosts.keys());
    throw new InputError({ message: `no host is called "${flags.host}"`, hint });
  }
  const explained = (await playsOf(flags, inputs)).map(({ play, variables }) => ({
    play,
    all: explainVariables(host, variables, inputs.inventory),
  }));
  const known = new Set(explained.flatMap(({ all }) => [...all.keys()]));
  checkNames(flags.variables, known, flags.playbook !== null);
  const chosen = explained.map(({ play, all }) => ({ play, variables: choose(all, flags) }));
  write(flags.json ? asJson(flags.host, chosen) : asText(chosen, flags.variables.length > 0));
  return exitCode.ok;
}

async function playsOf({ host, playbook }: ExplainFlags, inputs: RunInputs) {
  if (playbook === null) {
    const variables: PlayVariables = { vars: inputs.extraVars, hosts: [host], results: {}, unanswered: [] };
    return [{ play: null, variables }];
  }
  const { plays } = await compileRun(playbook, inputs, answerWithDefaults);
  const own = plays.filter(({ hosts }) => hosts.includes(host));
  if (own.length > 0) return own.map((play) => ({ play: play.name, variables: play }));
  throw new InputError({ message: `no play of ${playbook} has the host "${host}"` });
}

function checkNames(wanted: readonly string[], known: ReadonlySet<string>, isOfPlays: boolean): void {
  const unknown = wanted.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new InputError(
    unknown.map((name) => ({
      message: `the variable "${name}" is not defined`,
      hint: isOfPlays || nearest(name, known) !== null ? suggestion(name, known) : ofPlays,
    })),
  );
}

const ofPlays = "a variable of a play is shown with --playbook FILE; without a name all are listed";

/** Only shown when asked for: the variables of all hosts, and what has a value in a rescue alone. */
const aside: ReadonlySet<string> = new Set(["hostvars", "failed_task", "failed_result"]);

function choose(
  all: ReturnType<typeof explainVariables>,
  { variables, playbook }: ExplainFlags,
): Explanation[] {
  const names = [...all.keys()].filter((name) => !aside.has(name) && (name !== "play_hosts" || playbook));
  const chosen = variables.length > 0 ? variables : names;
  return chosen.flatMap((name) => all.get(name)?.() ?? []);
}

function asText(plays: readonly Explained[], whole: boolean): string {
  const blocks = plays.map(({ play, variables }) => {
    const lines = variables.map((variable) => `${printExplanation(variable, whole)}\n`).join("");
    return play === null ? lines : `play ${play}\n\n${lines}`;
  });
  return blocks.join("\n");
}

function asJson(host: string, plays: readonly Explained[]): string {
  const data = plays.map(({ play, variables }) => ({
    play,
    variables: Object.fromEntries(variables.map((variable) => [variable.name, explanationData(variable)])),
  }));
  return `${JSON.stringify({ host, plays: data }, null, 2)}\n`;
}
