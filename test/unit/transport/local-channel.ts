import { spawn } from "node:child_process";
import type { ShellChannel } from "../../../src/transport/shell-channel.ts";

/** A channel to a shell on this machine; `kill` ends the shell itself, as a crash would. */
export function localChannel(
  command: string,
  args: readonly string[] = [],
  path = process.env.PATH,
): ShellChannel & { kill(): void } {
  const child = spawn(command, args, { stdio: "pipe", env: { ...process.env, PATH: path } });
  const closed = new Promise<Error | null>((resolve) => {
    child.on("error", resolve);
    child.on("exit", () => resolve(null));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    closed,
    ended: closed,
    destroy: () => child.kill("SIGKILL"),
    kill: () => child.kill("SIGKILL"),
  };
}
