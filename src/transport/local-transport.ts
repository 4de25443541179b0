import { FramedShell, type FramedShellLimits } from "./framed-shell.ts";
import { LocalShell } from "./local-shell.ts";
import { openLocalChannel } from "./open-local-channel.ts";
import type { Transport } from "./transport.ts";
import { writeGate } from "./write-gate.ts";

/**
 * Opens shells on the control machine itself, as the user who runs lab and without sudo. Nothing of a target but its name
 * is heeded. Cost of `open`: one process. Throws ConnectionError where that cannot be started.
 */
export function localTransport(limits: FramedShellLimits = {}): Transport {
  return {
    async open({ name }, { readOnly, signal }) {
      signal?.throwIfAborted();
      const channel = await openLocalChannel(name);
      return new LocalShell(channel, new FramedShell(name, channel, limits), writeGate(name, readOnly));
    },
  };
}
