import { type Command, Option } from "commander";
import type { Defaults } from "./defaults.ts";
import { collect, given, nonEmpty, splitList } from "./option-values.ts";
import type { RunFlags } from "./prepare-run.ts";

/** The options that decide what a run is about, as they are parsed. */
export interface RunArguments {
  readonly inventory?: string;
  readonly limit?: string;
  readonly extraVars: readonly string[];
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly becomeUser?: string;
  readonly vaultKey?: string;
  readonly strict?: boolean;
}

/** -i, which all commands that read an inventory have. */
export function inventoryOption({ settings }: Defaults): Option {
  const usual = settings.inventory === undefined ? " (default: inventory/clusters.json)" : "";
  return new Option("-i, --inventory <file>", `clusters.json to use${usual}`).default(settings.inventory);
}

/** -e, likewise. */
export function extraVarsOption(): Option {
  return new Option(
    "-e, --extra-vars <vars>",
    "name=value, a JSON mapping, or @file; wins over all variables",
  )
    .argParser(collect)
    .default([], "none");
}

/** --vault-key, which all commands have that may meet something encrypted. */
export function vaultKeyOption(): Option {
  return new Option("--vault-key <file>", "age key that opens what is encrypted").argParser(nonEmpty);
}

/** Gives a command the options that decide what a run is about. */
export function withRunOptions(command: Command, defaults: Defaults): Command {
  return command
    .addOption(inventoryOption(defaults))
    .option(
      "-l, --limit <pattern>",
      "only the hosts that match; @file has one in each line; @failed, @unreachable, @changed are those of the last run",
    )
    .addOption(extraVarsOption())
    .addOption(listOption("-t, --tags <tags>", "only tasks with one of these tags", "all"))
    .addOption(listOption("--skip-tags <tags>", "leave out tasks with one of these tags", "none"))
    .option(
      "--become-user <name>",
      "whom commands run as where the playbook names nobody",
      nonEmpty,
      defaults.settings.become_user,
    )
    .addOption(vaultKeyOption())
    .option(
      "--strict",
      "refuse files that hold secrets in plain text and that others can read",
      defaults.settings.strict,
    );
}

function listOption(flags: string, description: string, none: string): Option {
  return new Option(flags, description).argParser(splitList).default([], none);
}

/** What the options of a run come to. Throws InputError where lab.yaml, which has their defaults, is wrong. */
export function runFlags(options: RunArguments, { settings, error }: Defaults): RunFlags {
  if (error) throw error;
  const { inventory, limit, becomeUser, extraVars, tags, skipTags, vaultKey, strict } = options;
  const { playbooks, vault_key: vaultKeySetting } = settings;
  const optional = given({ inventory, limit, becomeUser, playbooks, vaultKey, vaultKeySetting, strict });
  return { ...optional, extraVars, tags, skipTags };
}
