import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";
import { InternalError } from "../errors.ts";

/** A port of this machine that leads elsewhere. */
export interface Listener {
  readonly port: number;
  /** Ends all connections; never throws. */
  close(): void;
}

/**
 * Listens on a free port of 127.0.0.1; each connection becomes a stream that `connect` opens. Who else is on this machine
 * can connect as well, and is then where any stranger is who reaches an API server: without a certificate.
 */
export async function listenFor(connect: () => Promise<Duplex>): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    connect().then(
      (stream) => {
        if (socket.destroyed) stream.destroy();
        else pipeline(socket, stream, socket, () => socket.destroy());
      },
      () => socket.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new InternalError("a listener has no address");
  return {
    port: address.port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
