import type { Command } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { oneOf } from "./option-values.ts";
import { extraVarsOption, inventoryOption, runFlags, vaultKeyOption } from "./run-options.ts";

interface FirewallArguments extends LoginArguments {
  readonly inventory?: string;
  readonly extraVars: readonly string[];
  readonly vaultKey?: string;
  readonly output: "auto" | "plain" | "json";
}

/** Adds `lab firewall plan`; `done` receives its exit code. */
export function addFirewall(
  program: Command,
  defaults: Defaults,
  write: (text: string) => void,
  done: (exitCode: number) => void,
): void {
  const command = program
    .command("firewall")
    .description("explain the rules of a host's firewall")
    .command("plan")
    .description("show every rule that a host gets, why, and who needs it; changes nothing")
    .argument("<host>", "name of a host")
    .addOption(inventoryOption(defaults))
    .addOption(extraVarsOption())
    .addOption(vaultKeyOption())
    .option(
      "-o, --output <kind>",
      "auto, plain or json",
      oneOf("auto", "plain", "json"),
      defaults.settings.output ?? "auto",
    );
  withLoginOptions(command, defaults).action(async (host: string, options: FirewallArguments) => {
    const { firewallCommand } = await import("./firewall-command.ts");
    const { output, inventory, extraVars, vaultKey } = options;
    const own = { extraVars, tags: [], skipTags: [], ...(inventory === undefined ? {} : { inventory }) };
    const flags = runFlags({ ...own, ...(vaultKey === undefined ? {} : { vaultKey }) }, defaults);
    done(await firewallCommand({ ...flags, ...loginFlags(options), host, output }, write));
  });
}
