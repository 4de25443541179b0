import { type Command, InvalidArgumentError } from "commander";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { given, oneOf, positive } from "./option-values.ts";
import { inventoryOption, vaultKeyOption } from "./run-options.ts";

interface StatusArguments extends LoginArguments {
  readonly inventory?: string;
  readonly vaultKey?: string;
  readonly watch?: true | number;
  readonly deadline?: number;
  readonly output: "auto" | "plain" | "json";
}

/** Seconds between two snapshots where --watch names none. */
const usualPause = 5;

/** Seconds that everybody has to answer; who watches would rather see the others. */
const usualDeadline = { once: 20, watching: 10 };

/** Adds `lab status`; `done` receives its exit code. */
export function addStatus(program: Command, defaults: Defaults, done: (exitCode: number) => void): void {
  const command = program
    .command("status")
    .description("show how clusters, their nodes and what runs on them are; changes nothing")
    .argument("[cluster...]", "clusters to look at; without any, all")
    .addOption(inventoryOption(defaults))
    .addOption(vaultKeyOption())
    .option("-w, --watch [seconds]", `look again and again, after a pause (default: ${usualPause})`, seconds)
    .option(
      "--deadline <seconds>",
      `time for everybody to answer (default: ${usualDeadline.once}, with --watch ${usualDeadline.watching})`,
      positive,
    )
    .option(
      "-o, --output <kind>",
      "auto, plain or json",
      oneOf("auto", "plain", "json"),
      defaults.settings.output ?? "auto",
    );
  withLoginOptions(command, defaults).action(async (clusters: string[], options: StatusArguments) => {
    if (defaults.error) throw defaults.error;
    const [{ statusCommand }, { findInventory }] = await Promise.all([
      import("./status-command.ts"),
      import("./project.ts"),
    ]);
    const { watch, output } = options;
    const deadline = options.deadline ?? usualDeadline[watch === undefined ? "once" : "watching"];
    const vault = given({ vaultKey: options.vaultKey, vaultKeySetting: defaults.settings.vault_key });
    done(
      await statusCommand({
        ...vault,
        ...loginFlags(options),
        clusters,
        inventory: findInventory(options.inventory),
        pauseMs: watch === undefined ? null : (watch === true ? usualPause : watch) * 1000,
        deadlineMs: deadline * 1000,
        output,
      }),
    );
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number of seconds; name clusters before --watch.");
}
