import type { Command } from "commander";
import { positive } from "./option-values.ts";

/** Adds `lab sandbox` with its commands; `done` receives the exit code. */
export function addSandbox(
  program: Command,
  write: (text: string) => void,
  done: (exitCode: number) => void,
): void {
  const sandbox = program.command("sandbox").description("throwaway real hosts to try things on");
  const load = () => import("./sandbox-command.ts");
  sandbox
    .command("up")
    .description("start hosts and write an inventory for them")
    .argument("[name]", "name of the sandbox", "default")
    .option("-n, --hosts <number>", "number of hosts", positive, 3)
    .option("--folder <path>", "where inventory and key go (default: .lab/sandbox/NAME)")
    .action(async (name: string, options: { hosts: number; folder?: string }) => {
      done(await (await load()).sandboxUp({ name, ...options }, write));
    });
  sandbox
    .command("down")
    .description("remove a sandbox and all that belongs to it")
    .argument("[name]", "name of the sandbox", "default")
    .action(async (name: string) => done(await (await load()).sandboxDown(name, write)));
  sandbox
    .command("list")
    .description("list the sandboxes")
    .action(async () => done(await (await load()).sandboxList(write)));
}
