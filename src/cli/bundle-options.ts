import type { Command } from "commander";
import type { BundleOutput } from "./bundle-command.ts";
import { collect, oneOf } from "./option-values.ts";

interface CreateArguments {
  readonly from: readonly string[];
  readonly archive?: string;
}

interface ListArguments {
  readonly output: "table" | "json";
}

const output: BundleOutput = {
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
};

/** Adds `lab bundle` with its commands; `done` receives the exit code. */
export function addBundle(program: Command, done: (exitCode: number) => void): void {
  const load = () => import("./bundle-command.ts");
  const bundle = program
    .command("bundle")
    .description("make and check bundles of software for hosts without internet (docs/bundles.md)");
  bundle
    .command("create")
    .description("write bundle.json for what lies in a folder")
    .argument("<folder>", "where the files lie, or go to")
    .option(
      "--from <file>",
      "copy this file into the folder first, or those that a list in YAML describes",
      collect,
      [],
    )
    .option("--archive <file>", "pack it to this .tar.gz, .tgz or .tar as well")
    .action(async (folder: string, { from, archive = "" }: CreateArguments) =>
      done(await (await load()).createCommand(folder, { from, archive: archive || null }, output)),
    );
  bundle
    .command("verify")
    .description("check that every file is there and what bundle.json says")
    .argument("<bundle>", "the folder, or its archive")
    .action(async (name: string) => done(await (await load()).verifyCommand(name, output)));
  bundle
    .command("list")
    .description("list what is in a bundle")
    .argument("<bundle>", "the folder, or its archive")
    .option("-o, --output <kind>", "table or json", oneOf("table", "json"), "table")
    .action(async (name: string, { output: kind }: ListArguments) =>
      done((await load()).listCommand(name, kind, output)),
    );
}
