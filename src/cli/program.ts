import { Command, InvalidArgumentError } from "commander";
import type { ReporterOptions } from "../report/reporter.ts";
import type { RunFlags } from "./prepare-run.ts";
import { findInventory } from "./project.ts";

interface RunArguments {
  readonly inventory?: string;
  readonly limit?: string;
  readonly extraVars: readonly string[];
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
}

interface PlayArguments extends RunArguments {
  readonly check?: true;
  readonly diff?: true;
  readonly detailedExitcode?: true;
  readonly forks: number;
  readonly output: "auto" | "plain" | "json";
  readonly verbose: number;
  readonly user?: string;
  readonly key?: string;
  readonly askPass?: true;
  readonly askBecomePass?: true;
}

interface InventoryArguments {
  readonly inventory?: string;
  readonly list?: true;
  readonly graph?: true;
  readonly host?: string;
  readonly limit?: string;
  readonly write?: string;
}

const writeOut = (text: string): void => void process.stdout.write(text);
const writeError = (text: string): void => void process.stderr.write(text);

/** The command line of lab; `done` receives the exit code of the command that ran. */
export function createProgram(done: (exitCode: number) => void): Command {
  const program = new Command("lab")
    .description(
      "Agentless orchestrator for Kubernetes labs: playbooks, typed roles and hosts from one clusters.json.",
    )
    .option("-V, --version", "print the version")
    .showHelpAfterError("(lab --help lists the commands)")
    .exitOverride();
  addPlay(program, done);
  addValidate(program, done);
  addInventory(program, done);
  addSandbox(program, done);
  return program;
}

function withRunFlags(command: Command): Command {
  return command
    .option("-i, --inventory <file>", "clusters.json to use (default: inventory/clusters.json)")
    .option("-l, --limit <pattern>", "run only on the hosts that match")
    .option(
      "-e, --extra-vars <vars>",
      "name=value, a JSON mapping, or @file; wins over all variables",
      collect,
      [],
    )
    .option("-t, --tags <tags>", "run only tasks with one of these tags", splitList, [])
    .option("--skip-tags <tags>", "leave out tasks with one of these tags", splitList, []);
}

function addPlay(program: Command, done: (exitCode: number) => void): void {
  withRunFlags(program.command("play"))
    .description("run a playbook")
    .argument("<playbook>", "path of a playbook, or its name in playbooks/")
    .option("-C, --check", "say what would change, and change nothing")
    .option("-D, --diff", "show what changes in files")
    .option("--detailed-exitcode", "with --check: exit with 2 when something would change")
    .option("-f, --forks <number>", "largest number of hosts at work at the same time", positive, 64)
    .option("-o, --output <kind>", "auto, plain or json", oneOf("auto", "plain", "json"), "auto")
    .option("-v, --verbose", "show every task and line of output", (_, count: number) => count + 1, 0)
    .option("-u, --user <name>", "log in as this user")
    .option("--key <file>", "log in with this private key")
    .option("-k, --ask-pass", "ask for the login password")
    .option("-K, --ask-become-pass", "ask for the sudo password")
    .action(async (playbook: string, options: PlayArguments) => {
      const { playCommand } = await import("./play-command.ts");
      done(
        await playCommand(playbook, {
          ...runFlags(options),
          check: options.check ?? false,
          detailedExitcode: options.detailedExitcode ?? false,
          forks: options.forks,
          report: reporterOptions(options),
          login: await loginOf(options),
        }),
      );
    });
}

function addValidate(program: Command, done: (exitCode: number) => void): void {
  withRunFlags(program.command("validate"))
    .description("check playbooks and inventory without contacting a host")
    .argument("<playbook...>", "playbooks to check")
    .action(async (playbooks: string[], options: RunArguments) => {
      const { validateCommand } = await import("./validate-command.ts");
      done(validateCommand(playbooks, runFlags(options), writeOut, writeError));
    });
}

function addInventory(program: Command, done: (exitCode: number) => void): void {
  program
    .command("inventory")
    .description("show the hosts and groups that clusters.json makes")
    .option("-i, --inventory <file>", "clusters.json to use (default: inventory/clusters.json)")
    .option("--list", "as the JSON of an Ansible inventory script")
    .option("--graph", "as a tree of groups (default)")
    .option("--host <name>", "variables of one host")
    .option("-l, --limit <pattern>", "only hosts that match")
    .option("--write <file>", "write it as an Ansible inventory in YAML")
    .action(async ({ inventory, ...options }: InventoryArguments) => {
      const { inventoryCommand } = await import("./inventory-command.ts");
      const write = (text: string, stream: "stdout" | "stderr"): void =>
        stream === "stdout" ? writeOut(text) : writeError(text);
      done(inventoryCommand({ ...options, inventory: findInventory(inventory) }, write));
    });
}

function addSandbox(program: Command, done: (exitCode: number) => void): void {
  const sandbox = program.command("sandbox").description("throwaway real hosts to try things on");
  const load = () => import("./sandbox-command.ts");
  sandbox
    .command("up")
    .description("start hosts and write an inventory for them")
    .argument("[name]", "name of the sandbox", "default")
    .option("-n, --hosts <number>", "number of hosts", positive, 3)
    .option("--folder <path>", "where inventory and key go (default: .lab/sandbox/NAME)")
    .action(async (name: string, options: { hosts: number; folder?: string }) => {
      done(await (await load()).sandboxUp({ name, ...options }, writeOut));
    });
  sandbox
    .command("down")
    .description("remove a sandbox and all that belongs to it")
    .argument("[name]", "name of the sandbox", "default")
    .action(async (name: string) => done(await (await load()).sandboxDown(name, writeOut)));
  sandbox
    .command("list")
    .description("list the sandboxes")
    .action(async () => done(await (await load()).sandboxList(writeOut)));
}

function runFlags({ inventory, limit, extraVars, tags, skipTags }: RunArguments): RunFlags {
  return {
    ...(inventory === undefined ? {} : { inventory }),
    ...(limit === undefined ? {} : { limit }),
    extraVars,
    tags,
    skipTags,
  };
}

function reporterOptions(options: PlayArguments): ReporterOptions {
  return {
    output: options.output,
    stdout: process.stdout,
    stderr: process.stderr,
    isTty: process.stdout.isTTY === true,
    env: process.env,
    diff: options.diff ?? false,
    verbosity: options.verbose,
  };
}

async function loginOf({ user, key, askPass, askBecomePass }: PlayArguments) {
  const ask = async (prompt: string) => (await import("./ask-password.ts")).askPassword(prompt);
  return {
    ...(user === undefined ? {} : { user }),
    ...(key === undefined ? {} : { key }),
    ...(askPass ? { password: await ask("login password") } : {}),
    ...(askBecomePass ? { becomePassword: await ask("sudo password") } : {}),
  };
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function splitList(value: string, before: readonly string[]): string[] {
  return [...before, ...value.split(",").map((entry) => entry.trim())];
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("it must be a whole number above 0");
}

function oneOf<Word extends string>(...words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`it must be one of ${words.join(", ")}`);
  };
}
