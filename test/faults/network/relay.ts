import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { type Endpoint, RelayedLink } from "./relayed-link.ts";

/** A TCP port of loopback behind which a host stands, with a link in between that tests can slow down and cut. */
export class Relay {
  readonly #target: Endpoint;
  #server: Server | null = null;
  #port = 0;
  #delayMs = 0;
  #links: RelayedLink[] = [];
  #onLink: (link: RelayedLink) => void = () => {};

  constructor(target: Endpoint) {
    this.#target = target;
  }

  /** The same for the life of the relay. */
  get port(): number {
    return this.#port;
  }

  /** All connections since the last `forget`, the first one first; the closed ones too. */
  get links(): readonly RelayedLink[] {
    return this.#links;
  }

  /** Takes connections; on the port of before when it has stopped meanwhile. */
  async start(): Promise<void> {
    if (this.#server) return;
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the relay has no port");
    this.#port = address.port;
    this.#server = server;
  }

  /** From now on connections are refused; those that are open stay. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    // "close" comes when all connections have ended; the port is closed at once.
    server?.close();
  }

  /** Of connections that are opened from now on, for each direction: half of the round trip's time. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Called with each connection that is opened from now on. */
  onLink(listener: (link: RelayedLink) => void): void {
    this.#onLink = listener;
  }

  /** Back to a healthy link; connections of before are closed and forgotten. */
  async forget(): Promise<void> {
    for (const link of this.#links) link.close();
    this.#links = [];
    this.#onLink = () => {};
    this.#delayMs = 0;
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    for (const link of this.#links) link.close();
  }

  #accept(socket: Socket): void {
    const link = new RelayedLink(socket, this.#target, this.#delayMs);
    this.#links.push(link);
    this.#onLink(link);
  }
}
