import { copyLocally } from "./copy-locally.ts";
import { FramedShell, type FramedShellLimits } from "./framed-shell.ts";
import { GatedShell } from "./gated-shell.ts";
import { openLocalChannel } from "./open-local-channel.ts";
import type { Transport } from "./transport.ts";
import { within } from "./within.ts";

/** Time that the shell has to end by itself when it is closed. */
const endTimeoutMs = 500;

/**
 * Opens shells on the control machine itself, as the user who runs lab and without sudo. Nothing of a target but its name
 * is heeded. Cost of `open`: one process. Throws ConnectionError where that cannot be started.
 */
export function localTransport(limits: FramedShellLimits = {}): Transport {
  return {
    async open({ name }, { readOnly, signal }) {
      signal?.throwIfAborted();
      const channel = await openLocalChannel(name);
      return new GatedShell(name, readOnly, new FramedShell(name, channel, limits), {
        upload: copyLocally,
        async close() {
          const late = () => new Error("the shell did not end");
          await within(channel.closed, endTimeoutMs, late).catch(() => {});
          channel.destroy();
        },
      });
    },
  };
}
