import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { ConnectionError } from "../errors.ts";
import type { ShellChannel } from "./shell-channel.ts";

/**
 * Starts /bin/sh on this machine, in a session of its own, so that Ctrl-C in the terminal reaches lab alone. Throws
 * ConnectionError, which names `host`.
 */
export async function openLocalChannel(host: string): Promise<ShellChannel> {
  const child = spawn("/bin/sh", { stdio: "pipe", detached: true });
  const closed = new Promise<null>((resolve) => child.once("exit", () => resolve(null)));
  await spawned(child, host);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    closed,
    ended: closed,
    destroy() {
      child.kill("SIGKILL");
      // A daemon that a script has left behind may hold the other ends open for ever.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    },
  };
}

function spawned(child: ChildProcessWithoutNullStreams, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => {
      const message = `/bin/sh cannot be started on this machine: ${error.message}`;
      const hint = "it may be out of memory or processes; look at `ulimit -u`";
      reject(new ConnectionError(host, message, hint, { cause: error }));
    });
  });
}
