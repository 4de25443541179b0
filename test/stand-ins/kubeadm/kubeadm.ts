import { ApiConnectionError, ApiError } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { FlagError, type FlagSet, flagSets, type ParsedFlags, parseFlags } from "../core/flags.ts";
import { print } from "../core/print.ts";
import { ConfigError } from "./config-file.ts";
import { globalFlags, mixedWithConfig } from "./flags.ts";

/** A call of a kubeadm command, its flags read. */
export interface Call {
  readonly version: string;
  readonly flags: ParsedFlags;
  readonly operands: readonly string[];
}

/** A command: by name its sub-commands, or its flags and what it does. */
export type Command =
  | { readonly [name: string]: Command }
  | { readonly flags: FlagSet; readonly operands: number; run(call: Call): Promise<void> | void };

/** Plays kubeadm. */
export async function kubeadm(version: string, argv: readonly string[]): Promise<void> {
  try {
    const { commands, initPhaseCommands } = await import("./commands.ts");
    const [first, second] = argv.filter((word) => !word.startsWith("-"));
    if (first !== "init" || second !== "phase") return await dispatch(commands, "kubeadm", version, argv);
    const rest = argv.filter((_, index) => index !== argv.indexOf("init") && index !== argv.indexOf("phase"));
    await dispatch(initPhaseCommands, "kubeadm init phase", version, rest);
  } catch (error) {
    if (
      error instanceof FlagError ||
      error instanceof ConfigError ||
      error instanceof ApiError ||
      error instanceof ApiConnectionError
    ) {
      throw new Exit(
        1,
        `${error.message}\nTo see the stack trace of this error execute with --v=5 or higher`,
      );
    }
    throw error;
  }
}

async function dispatch(
  commands: Command,
  name: string,
  version: string,
  argv: readonly string[],
): Promise<void> {
  if (argv.includes("--help") || argv.includes("-h")) return help(commands, name);
  if (isLeaf(commands)) return runLeaf(commands, name, version, argv);
  const index = argv.findIndex((word) => !word.startsWith("-"));
  const word = argv[index];
  if (word === undefined) {
    if (argv.length > 0) parseFlags(argv, globalFlags);
    return help(commands, name);
  }
  const next = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (next === undefined) {
    if (name === "kubeadm")
      throw new Exit(1, `unknown command ${JSON.stringify(word)} for ${JSON.stringify(name)}`);
    throw new Exit(1, `invalid subcommand: ${JSON.stringify(word)}\nSee '${name} -h' for help and examples`);
  }
  return dispatch(next, `${name} ${word}`, version, [...argv.slice(0, index), ...argv.slice(index + 1)]);
}

async function runLeaf(
  command: Extract<Command, { flags: FlagSet }>,
  name: string,
  version: string,
  argv: readonly string[],
): Promise<void> {
  const flags = parseFlags(argv, flagSets(globalFlags, command.flags));
  if (flags.operands.length > command.operands) {
    throw new Exit(1, `accepts at most ${command.operands} arg(s), received ${flags.operands.length}`);
  }
  const mixed = /^kubeadm (init|join|reset|token create|upgrade)/.test(name)
    ? mixedWithConfig(flags.given)
    : [];
  if (mixed.length > 0) throw new Exit(3, `can not mix '--config' with arguments [${mixed.join(" ")}]`);
  await command.run({ version, flags, operands: flags.operands });
}

function isLeaf(command: Command): command is Extract<Command, { flags: FlagSet }> {
  return typeof command.run === "function";
}

function help(commands: Command, name: string): void {
  print(`${name}: a stand-in for tests of lab, not Kubernetes' own program.`);
  const names = isLeaf(commands)
    ? Object.keys(commands.flags.flags).map((flag) => `--${flag}`)
    : Object.keys(commands);
  print(names.map((one) => `  ${one}`).join("\n"));
}
