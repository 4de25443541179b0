import type { Command } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { given } from "./option-values.ts";
import { inventoryOption, vaultKeyOption } from "./run-options.ts";

interface UnlockArguments extends LoginArguments {
  readonly inventory?: string;
  readonly vaultKey?: string;
  readonly list?: true;
  readonly yes?: true;
}

/** Adds `lab unlock`; `done` receives its exit code. */
export function addUnlock(program: Command, defaults: Defaults, done: (exitCode: number) => void): void {
  const command = program
    .command("unlock")
    .description("show which runs have locked hosts, and remove their locks")
    .argument("[hosts]", "host pattern", "all")
    .addOption(inventoryOption(defaults))
    .addOption(vaultKeyOption())
    .option("--list", "only show the locks")
    .option("-y, --yes", "remove them without asking");
  withLoginOptions(command, defaults).action(async (pattern: string, options: UnlockArguments) => {
    if (defaults.error) throw defaults.error;
    const [{ unlockCommand }, { findInventory }] = await Promise.all([
      import("./unlock-command.ts"),
      import("./project.ts"),
    ]);
    const { list = false, yes = false } = options;
    const inventory = findInventory(options.inventory);
    const vault = given({ vaultKey: options.vaultKey, vaultKeySetting: defaults.settings.vault_key });
    done(await unlockCommand({ ...vault, ...loginFlags(options), pattern, inventory, list, yes }));
  });
}
