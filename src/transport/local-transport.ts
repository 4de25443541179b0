import { copyLocally } from "./copy-locally.ts";
import { FramedShell, type FramedShellLimits } from "./framed-shell.ts";
import { GatedShell } from "./gated-shell.ts";
import { openLocalChannel } from "./open-local-channel.ts";
import type { Transport } from "./transport.ts";

/**
 * Opens shells on the control machine itself, as the user who runs lab and without sudo. Nothing of a target but its name
 * is heeded, and no lock is kept: runs for different clusters may meet there. Cost of `open`: one process. Throws ConnectionError where that cannot be started.
 */
export function localTransport(limits: FramedShellLimits = {}): Transport {
  return {
    async open({ name }, { readOnly, signal }) {
      signal?.throwIfAborted();
      const channel = await openLocalChannel(name);
      return new GatedShell(name, readOnly, new FramedShell(name, channel, limits), {
        isLockable: false,
        upload: copyLocally,
        close: async () => channel.destroy(),
      });
    },
  };
}
