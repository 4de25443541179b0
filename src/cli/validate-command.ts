import { exitCode, InputError, type InputProblem } from "../errors.ts";
import { countOf } from "../input/count-of.ts";
import { printProblems } from "../input/print-problems.ts";
import { answerWithDefaults } from "./answer-prompts.ts";
import { commandSecrets } from "./command-secrets.ts";
import { preparePlaybook, type RunFlags, type RunInputs, readRunInputs } from "./prepare-run.ts";
import { playbookFiles } from "./project.ts";

/**
 * `lab validate [PLAYBOOK…]`: checks what can be checked without contacting a host; without a name, the inventory and
 * all playbooks of the folder. Throws InputError with the mistakes of all of them.
 */
export async function validateCommand(
  playbooks: readonly string[],
  flags: RunFlags,
  write: (text: string) => void,
  warn: (text: string) => void,
): Promise<number> {
  const inputs = await readRunInputs(flags, commandSecrets(flags, true));
  const { inventory, secrets } = inputs;
  const warnings: InputProblem[] = [...inventory.warnings];
  const folder = flags.playbooks ?? "playbooks";
  const names = playbooks.length > 0 ? playbooks : playbookFiles(folder);
  if (names.length === 0) warn(`warning: there are no playbooks in ${folder}/\n`);
  const lines = playbooks.length > 0 ? [] : [`${inventory.file}: valid, ${hostCount(inventory.hosts)}\n`];
  const problems: InputProblem[] = [];
  for (const name of names) {
    try {
      lines.push(await validate(name, inputs));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  const exposures = secrets.exposures();
  (flags.strict ? problems : warnings).push(...exposures);
  warnings.push(...secrets.warnings());
  if (warnings.length > 0) warn(`${printProblems(warnings, "warning")}\n`);
  write(lines.join(""));
  if (problems.length > 0) throw new InputError(problems);
  return exitCode.ok;
}

async function validate(name: string, inputs: RunInputs): Promise<string> {
  const { playbook, plays } = await preparePlaybook(name, inputs, answerWithDefaults);
  const hosts = new Set(plays.flatMap((play) => play.hosts));
  return `${playbook}: valid, ${countOf(plays.length, "play")} on ${hostCount(hosts)}\n`;
}

function hostCount({ size }: { readonly size: number }): string {
  return countOf(size, "host");
}
