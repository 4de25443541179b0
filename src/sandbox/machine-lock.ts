import { createServer, type Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { InputError } from "../errors.ts";

const waitMs = 15 * 60_000;
const pollMs = 200;

/**
 * Runs `action` while no other process of this machine is inside the same lock; waits up to 15 minutes for it.
 * The lock is a socket in Linux's abstract name space, which the kernel frees when its owner dies in any way.
 * Elsewhere there is nothing to guard: only Linux machines are set up by lab.
 */
export async function withMachineLock<T>(name: string, action: () => Promise<T>): Promise<T> {
  if (process.platform !== "linux") return action();
  const server = await acquire(`\0${name}`, name);
  try {
    return await action();
  } finally {
    await new Promise((done) => server.close(done));
  }
}

async function acquire(address: string, name: string): Promise<Server> {
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += pollMs) {
    const server = await listen(address);
    if (server) return server;
    await pause(pollMs);
  }
  throw new InputError({
    message: `another process has held the lock "${name}" for ${waitMs / 60_000} minutes`,
    hint: "look for another lab that is setting up a sandbox, and end it",
  });
}

/** Null when another process listens already. */
function listen(address: string): Promise<Server | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Server | null>();
  const server = createServer((socket) => socket.destroy());
  server.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") resolve(null);
    else reject(error);
  });
  server.listen(address, () => resolve(server));
  return promise;
}
