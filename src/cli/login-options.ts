import { type Command, Option } from "commander";
import type { Defaults } from "./defaults.ts";
import type { LoginFlags } from "./host-targets.ts";
import { given, nonEmpty, positive } from "./option-values.ts";

/** The options that say how to log in, as they are parsed. */
export interface LoginArguments {
  readonly user?: string;
  readonly key?: string;
  readonly privateKey?: string;
  readonly askPass?: true;
  readonly askBecomePass?: true;
  readonly timeout?: number;
}

/** Gives a command the options that say how to log in. */
export function withLoginOptions(command: Command, { settings }: Defaults): Command {
  return command
    .option("-u, --user <name>", "log in as this user", nonEmpty, settings.user)
    .option("--key <file>", "log in with this private key", nonEmpty, settings.key)
    .addOption(new Option("--private-key <file>", "the same as --key").argParser(nonEmpty).hideHelp())
    .option("-k, --ask-pass", "ask for the login password")
    .option("-K, --ask-become-pass", "ask for the sudo password")
    .addOption(
      new Option(
        "-T, --timeout <seconds>",
        `time for a host to answer${settings.timeout ? "" : " (default: 10)"}`,
      )
        .argParser(positive)
        .default(settings.timeout),
    );
}

/** What the options come to. */
export function loginFlags(options: LoginArguments): LoginFlags {
  const { timeout, key, privateKey, user, askPass = false, askBecomePass = false } = options;
  const connectTimeoutMs = timeout === undefined ? undefined : timeout * 1000;
  return { login: given({ user, key: privateKey ?? key, connectTimeoutMs }), askPass, askBecomePass };
}
