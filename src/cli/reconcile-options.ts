import { type Command, InvalidArgumentError } from "commander";
import { durationMs, share } from "../reconcile/duration.ts";
import { type ListenAddress, listenAddress } from "../reconcile/listen-address.ts";
import type { Defaults } from "./defaults.ts";
import { type LoginArguments, loginFlags, withLoginOptions } from "./login-options.ts";
import { positive, wholeNumber } from "./option-values.ts";
import type { PlayFlags } from "./play-flags.ts";
import type { ReconcileFlags } from "./reconcile-command.ts";
import { type RunArguments, runFlags, withRunOptions } from "./run-options.ts";
import { showFlags } from "./show-options.ts";

interface ReconcileArguments extends RunArguments, LoginArguments {
  readonly every: number;
  readonly jitter: number;
  readonly listen?: ListenAddress;
  readonly ticks?: number;
  readonly forks: number;
  readonly lockTimeout: number;
  readonly rollbackOnFailure?: true;
}

/** Adds `lab reconcile`; `done` receives its exit code. */
export function addReconcile(program: Command, defaults: Defaults, done: (exitCode: number) => void): void {
  const command = program
    .command("reconcile")
    .description("run a playbook again and again, and tell how that goes over HTTP")
    .argument("<playbook>", "path of a playbook, or its name in playbooks/");
  withLoginOptions(withReconcileOptions(withRunOptions(command, defaults), defaults), defaults);
  command.action(async (playbook: string, options: ReconcileArguments) => {
    const flags = reconcileFlags(options, defaults);
    const { reconcileCommand } = await import("./reconcile-command.ts");
    done(await reconcileCommand(playbook, flags));
  });
}

function withReconcileOptions(command: Command, { settings }: Defaults): Command {
  return command
    .option("--every <time>", "pause after a run: 30s, 500ms, 5m, 1h", time, 30_000)
    .option("--jitter <share>", "share by which a pause is longer or shorter by chance", portion, 0.1)
    .option("--listen <address>", "serve /healthz and /metrics there: 127.0.0.1:9095", address)
    .option("--ticks <number>", "end after as many runs; without it, never", positive)
    .option(
      "-f, --forks <number>",
      "largest number of hosts at work at the same time",
      positive,
      settings.forks ?? 64,
    )
    .option("--lock-timeout <seconds>", "how long to wait for another run on the same hosts", wholeNumber, 0)
    .option("--rollback-on-failure", "take back what a host has changed in a run when it fails");
}

function reconcileFlags(options: ReconcileArguments, defaults: Defaults): ReconcileFlags {
  const { every, jitter, listen = null, ticks = null, forks, lockTimeout } = options;
  const play: PlayFlags = {
    ...runFlags(options, defaults),
    ...loginFlags(options),
    ...showFlags({ forks, lockTimeout, output: "json", verbose: 0 }, defaults, false),
    check: false,
    detailedExitcode: false,
    syntaxCheck: false,
    list: { hosts: false, tasks: false, tags: false },
    step: false,
    resume: null,
    rollbackOnFailure: options.rollbackOnFailure ?? false,
  };
  return { play, pace: { everyMs: every, jitter }, listen, most: ticks };
}

function time(text: string): number {
  const ms = durationMs(text);
  if (ms !== null) return ms;
  throw new InvalidArgumentError("it must be a time: 30s, 500ms, 5m or 1h");
}

function portion(text: string): number {
  const value = share(text);
  if (value !== null) return value;
  throw new InvalidArgumentError("it must be a share below 1: 10% or 0.1");
}

function address(text: string): ListenAddress {
  const read = listenAddress(text);
  if (read !== null) return read;
  throw new InvalidArgumentError("it must be an address with a port: 127.0.0.1:9095, [::1]:9095 or 9095");
}
