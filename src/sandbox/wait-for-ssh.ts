import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { InputError } from "../errors.ts";

const answersWithinMs = 20_000;
const pollMs = 100;

/** Waits until an SSH server greets at the address. Throws InputError after 20 s: the network of the sandbox is cut. */
export async function waitForSsh(name: string, address: string, port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < answersWithinMs; waitedMs += pollMs) {
    if (await greets(address, port)) return;
    await pause(pollMs);
  }
  throw new InputError({
    message: `host ${name} has booted, but no SSH server answers at ${address} port ${port}`,
    hint: "the container engine must run on this machine, under Linux, and its networks must not be firewalled",
  });
}

function greets(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: 2_000 });
  socket.once("data", (data) => resolve(data.toString().startsWith("SSH-")));
  socket.once("error", () => resolve(false));
  socket.once("close", () => resolve(false));
  socket.once("timeout", () => resolve(false));
  return promise.finally(() => socket.destroy());
}
