import { exitCode, InputError } from "../errors.ts";
import { printProblems } from "../input/print-problems.ts";
import { answerByAsking, answerWithDefaults } from "./answer-prompts.ts";
import { askOnTerminal } from "./ask-on-terminal.ts";
import { listPlays } from "./list-plays.ts";
import { type NewNode, saveNewNode } from "./new-node.ts";
import type { PlayFlags } from "./play-flags.ts";
import { prepareRun } from "./prepare-run.ts";
import { findPlaybook } from "./project.ts";

/** `lab play PLAYBOOK`. Throws InputError; whatever goes wrong on hosts is reported and shows in the exit code. */
export async function playCommand(name: string, given: PlayFlags): Promise<number> {
  const resuming = given.resume === null ? null : await resume(given.resume, name, given);
  const flags = resuming?.flags ?? given;
  const { list, syntaxCheck, report } = flags;
  const isDry = syntaxCheck || list.hosts || list.tasks || list.tags;
  const ask = process.stdin.isTTY ? askOnTerminal : null;
  if (flags.step && !isDry && ask === null) {
    throw new InputError({ message: "--step asks on a terminal, and there is none", hint: "leave it out" });
  }
  const run = await prepareRun(name, flags, isDry ? answerWithDefaults : answerByAsking(ask), isDry);
  resuming?.check(run.extraVars);
  if (!isDry) {
    const { runPrepared } = await import("./run-prepared.ts");
    const code = await runPrepared(run, flags, resuming?.run ?? null);
    if (run.newNode && code === exitCode.ok) keepNewNode(run.newNode, flags);
    return code;
  }
  const { warnings } = run;
  if (warnings.length > 0) report.stderr.write(`${printProblems(warnings, "warning")}\n`);
  report.stdout.write(syntaxCheck ? `${run.playbook}: valid\n` : listPlays(run, list));
  return exitCode.ok;
}

function keepNewNode(node: NewNode, { check, report }: PlayFlags): void {
  if (!check) saveNewNode(node);
  if (report.output === "json") return;
  const said = check ? "would be added to" : "is added to";
  report.stdout.write(`${node.name} ${said} ${node.file}\n`);
}

/** The run to go on with, and what follows from it; what reads the records of runs is loaded only here. */
async function resume(named: string | true, playbook: string, given: PlayFlags) {
  const { checkExtraVars, resumedFlags, resumedRun } = await import("./resumed-run.ts");
  const run = resumedRun(named, findPlaybook(playbook, given.playbooks));
  return {
    run,
    flags: resumedFlags(given, run),
    check: (extraVars: readonly string[]): void => checkExtraVars(run, extraVars),
  };
}
