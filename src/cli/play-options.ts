import { type Command, Option } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { given, oneOf, positive, wholeNumber } from "./option-values.ts";
import type { PlayFlags } from "./play-flags.ts";
import { type RunArguments, runFlags, withRunOptions } from "./run-options.ts";

interface PlayArguments extends RunArguments, LoginArguments {
  readonly check?: true;
  readonly diff?: boolean;
  readonly detailedExitcode?: true;
  readonly listHosts?: true;
  readonly listTasks?: true;
  readonly listTags?: true;
  readonly syntaxCheck?: true;
  readonly startAtTask?: string;
  readonly step?: true;
  readonly rollbackOnFailure?: true;
  readonly lockTimeout: number;
  readonly forks: number;
  readonly output: "auto" | "plain" | "json";
  readonly verbose: number;
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
    .option("--rollback-on-failure", "take back what a host has changed in this run when it fails")
    .option("--lock-timeout <seconds>", "how long to wait for another run on the same hosts", wholeNumber, 0)
    .addOption(new Option("-b, --become", "everything runs as root anyway").hideHelp());
}

function withShowOptions(command: Command, { settings }: Defaults): Command {
  return command
    .option(
      "-f, --forks <number>",
      "largest number of hosts at work at the same time",
      positive,
      settings.forks ?? 64,
    )
    .option("-D, --diff", "show what changes in files", settings.diff)
    .option("--no-diff", "do not, although lab.yaml says so")
    .option(
      "-o, --output <kind>",
      "auto, plain or json",
      oneOf("auto", "plain", "json"),
      settings.output ?? "auto",
    )
    .addOption(
      new Option("-v, --verbose", "show every task and line of output; more of them are the same")
        .argParser((_, count: number) => count + 1)
        .default(0, "not"),
    );
}

function playFlags(options: PlayArguments, defaults: Defaults): PlayFlags {
  const { check = false, step = false } = options;
  return {
    ...runFlags(options, defaults),
    ...loginFlags(options),
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
    rollbackOnFailure: options.rollbackOnFailure ?? false,
    lockTimeoutMs: options.lockTimeout * 1000,
    forks: options.forks,
    keepRuns: defaults.settings.keep_runs ?? 100,
    report: {
      // Questions and live rows would write over each other.
      output: step && options.output === "auto" ? "plain" : options.output,
      stdout: process.stdout,
      stderr: process.stderr,
      isTty: process.stdout.isTTY === true,
      env: process.env,
      diff: options.diff ?? false,
      verbosity: options.verbose,
    },
  };
}
