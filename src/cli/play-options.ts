import { type Command, Option } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { given } from "./option-values.ts";
import type { PlayFlags } from "./play-flags.ts";
import { type RunArguments, runFlags, withRunOptions } from "./run-options.ts";
import { type ShowArguments, showFlags, withShowOptions } from "./show-options.ts";

interface PlayArguments extends RunArguments, LoginArguments, ShowArguments {
  readonly check?: true;
  readonly detailedExitcode?: true;
  readonly listHosts?: true;
  readonly listTasks?: true;
  readonly listTags?: true;
  readonly syntaxCheck?: true;
  readonly startAtTask?: string;
  readonly step?: true;
  readonly rollbackOnFailure?: true;
  readonly resume?: string | true;
}

/** Adds `lab play`; `done` receives its exit code. */
export function addPlay(program: Command, defaults: Defaults, done: (exitCode: number) => void): void {
  const command = program
    .command("play")
    .description("run a playbook")
    .argument("<playbook>", "path of a playbook, or its name in playbooks/");
  withLoginOptions(withShowOptions(withPlayOptions(withRunOptions(command, defaults)), defaults), defaults);
  command.action(async (playbook: string, options: PlayArguments) => {
    const flags = playFlags(options, defaults);
    const { playCommand } = await import("./play-command.ts");
    done(await playCommand(playbook, flags));
  });
}

function withPlayOptions(command: Command): Command {
  return command
    .option("-C, --check", "say what would change, and change nothing")
    .option("--detailed-exitcode", "with --check: exit with 2 when something would change")
    .option("--syntax-check", "check everything that can be checked without a host, and stop")
    .option("--list-hosts", "list the hosts of each play, and stop")
    .option("--list-tasks", "list the tasks of each play, and stop")
    .option("--list-tags", "list the tags of each play, and stop")
    .option("--start-at-task <name>", "skip all tasks before the first of this name; globs, and ROLE : NAME")
    .option("--step", "ask before each task")
    .option("--resume [run]", "go on with a run that was interrupted or failed; without an id, the last one")
    .option("--rollback-on-failure", "take back what a host has changed in this run when it fails")
    .addOption(new Option("-b, --become", "everything runs as root anyway").hideHelp());
}

function playFlags(options: PlayArguments, defaults: Defaults): PlayFlags {
  const { check = false, step = false } = options;
  return {
    ...runFlags(options, defaults),
    ...loginFlags(options),
    ...showFlags(options, defaults, step),
    ...given({ startAtTask: options.startAtTask }),
    check,
    detailedExitcode: options.detailedExitcode ?? false,
    syntaxCheck: options.syntaxCheck ?? false,
    list: {
      hosts: options.listHosts ?? false,
      tasks: options.listTasks ?? false,
      tags: options.listTags ?? false,
    },
    step,
    resume: options.resume ?? null,
    rollbackOnFailure: options.rollbackOnFailure ?? false,
  };
}
