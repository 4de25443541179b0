import type { Command } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { given, oneOf, positive } from "./option-values.ts";
import { inventoryOption, vaultKeyOption } from "./run-options.ts";

interface DoctorArguments extends LoginArguments {
  readonly inventory?: string;
  readonly vaultKey?: string;
  readonly deadline: number;
  readonly output: "auto" | "plain" | "json";
}

/** Seconds that everybody has to answer: where packets vanish, a host needs eight to be sure. */
const usualDeadline = 30;

/** Adds `lab doctor`; `done` receives its exit code. */
export function addDoctor(
  program: Command,
  defaults: Defaults,
  write: (text: string) => void,
  done: (exitCode: number) => void,
): void {
  const command = program
    .command("doctor")
    .description("try the network between hosts, and say what is wrong with it; changes nothing")
    .argument("[host...]", "hosts to look at, with the control planes of their clusters; without any, all")
    .addOption(inventoryOption(defaults))
    .addOption(vaultKeyOption())
    .option("--deadline <seconds>", "time for everybody to answer", positive, usualDeadline)
    .option(
      "-o, --output <kind>",
      "auto, plain or json",
      oneOf("auto", "plain", "json"),
      defaults.settings.output ?? "auto",
    );
  withLoginOptions(command, defaults).action(async (hosts: string[], options: DoctorArguments) => {
    if (defaults.error) throw defaults.error;
    const [{ doctorCommand }, { findInventory }] = await Promise.all([
      import("./doctor-command.ts"),
      import("./project.ts"),
    ]);
    const { deadline, output, vaultKey } = options;
    const vault = given({ vaultKey, vaultKeySetting: defaults.settings.vault_key });
    const inventory = findInventory(options.inventory);
    const flags = { ...vault, ...loginFlags(options), hosts, inventory, deadlineMs: deadline * 1000, output };
    done(await doctorCommand(flags, write));
  });
}
