import type { Command } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { given } from "./option-values.ts";
import { inventoryOption, vaultKeyOption } from "./run-options.ts";
import { type ShowArguments, showFlags, withShowOptions } from "./show-options.ts";

interface RollbackArguments extends LoginArguments, ShowArguments {
  readonly inventory?: string;
  readonly limit?: string;
  readonly vaultKey?: string;
}

/** Adds `lab rollback`; `done` receives its exit code. */
export function addRollback(program: Command, defaults: Defaults, done: (exitCode: number) => void): void {
  const command = program
    .command("rollback")
    .description("take back what a run has changed, the last change first")
    .argument("[run]", "id of the run, or its beginning", "last")
    .addOption(inventoryOption(defaults))
    .option("-l, --limit <pattern>", "only on the hosts that match")
    .addOption(vaultKeyOption());
  withLoginOptions(withShowOptions(command, defaults), defaults);
  command.action(async (run: string, options: RollbackArguments) => {
    if (defaults.error) throw defaults.error;
    const { inventory, limit, vaultKey } = options;
    const { rollbackCommand } = await import("./rollback-command.ts");
    const vault = given({ vaultKey, vaultKeySetting: defaults.settings.vault_key });
    const own = { ...given({ inventory, limit }), ...vault, run };
    done(await rollbackCommand({ ...own, ...loginFlags(options), ...showFlags(options, defaults, false) }));
  });
}
