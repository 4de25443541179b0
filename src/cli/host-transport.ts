import type { Transport } from "../transport/transport.ts";

/** Opens shells over SSH, and on this machine for "localhost" where no host of the inventory is called so. */
export function hostTransport(ssh: Transport, isHost: (name: string) => boolean): Transport {
  return {
    async open(target, options) {
      if (target.name !== "localhost" || isHost("localhost")) return ssh.open(target, options);
      const { localTransport } = await import("../transport/local-transport.ts");
      return localTransport().open(target, options);
    },
  };
}
