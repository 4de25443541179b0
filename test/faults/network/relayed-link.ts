import { connect, type Socket } from "node:net";
import { DelayLine } from "./delay-line.ts";
import { type Direction, RoundTrips } from "./round-trips.ts";

/** A host's TCP port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** One connection that passes through a relay. */
export class RelayedLink {
  readonly #near: Socket;
  readonly #lines: Readonly<Record<Direction, DelayLine>>;
  readonly #roundTrips = new RoundTrips();
  readonly #bytes: Record<Direction, number> = { out: 0, in: 0 };
  #far: Socket | null = null;
  #isBlackHole = false;
  #left: { readonly direction: Direction; bytes: number; readonly then: () => void } | null = null;

  /** `delayMs`: for each direction. What the two ends say to each other is passed on from now on. */
  constructor(near: Socket, target: Endpoint, delayMs: number) {
    this.#near = near;
    this.#lines = { out: new DelayLine(delayMs), in: new DelayLine(delayMs) };
    // The handshake of TCP itself: one round trip before the first byte leaves, half of one more until the host accepts.
    this.#lines.out.openAfter(2 * delayMs);
    this.#connect(near, target, delayMs);
  }

  /** Round trips so far; opening the connection counts as one. */
  get roundTrips(): number {
    return this.#roundTrips.count;
  }

  /** Bytes that have gone this way. */
  bytes(direction: Direction): number {
    return this.#bytes[direction];
  }

  /** From now on nothing arrives anywhere, and nobody is told. */
  blackHole(): void {
    this.#isBlackHole = true;
  }

  /** Does `then` once this many more bytes have gone this way; of a piece that is longer, the rest is lost. */
  after(direction: Direction, bytes: number, then: () => void): void {
    this.#left = { direction, bytes, then };
  }

  /** Both ends are told that the connection was reset. */
  reset(): void {
    for (const socket of this.#sockets()) socket.resetAndDestroy();
    this.#clear();
  }

  close(): void {
    for (const socket of this.#sockets()) socket.destroy();
    this.#clear();
  }

  #sockets(): Socket[] {
    return this.#far ? [this.#near, this.#far] : [this.#near];
  }

  #clear(): void {
    this.#lines.out.clear();
    this.#lines.in.clear();
  }

  #connect(near: Socket, target: Endpoint, delayMs: number): void {
    const accepted = new DelayLine(3 * delayMs);
    const waiting: (() => void)[] = [];
    accepted.push(() => {
      if (near.destroyed) return;
      const far = connect({ ...target, noDelay: true });
      this.#far = far;
      this.#pass(far, near, "in");
      far.once("connect", () => {
        for (const deliver of waiting.splice(0)) deliver();
      });
      // A host that cannot be reached looks from here like one that cuts the connection.
      far.on("error", () => this.reset());
    });
    near.setNoDelay(true);
    near.on("error", () => this.close());
    near.on("data", (chunk: Buffer) =>
      this.#carry("out", chunk, (piece) => {
        const write = () => this.#far?.write(piece);
        if (this.#far && !this.#far.connecting) write();
        else waiting.push(write);
      }),
    );
    near.on("end", () => this.#end("out", () => this.#far?.end()));
    near.on("close", () => this.#end("out", () => this.#far?.destroy()));
  }

  #pass(from: Socket, to: Socket, direction: Direction): void {
    from.on("data", (chunk: Buffer) => this.#carry(direction, chunk, (piece) => void to.write(piece)));
    from.on("end", () => this.#end(direction, () => to.end()));
    from.on("close", () => this.#end(direction, () => to.destroy()));
  }

  #carry(direction: Direction, chunk: Buffer, deliver: (piece: Buffer) => void): void {
    if (this.#isBlackHole) return;
    const piece = this.#upToCut(direction, chunk);
    if (piece.length === 0) return;
    this.#bytes[direction] += piece.length;
    const sent = this.#roundTrips.send(direction);
    this.#lines[direction].push(() => {
      if (this.#isBlackHole) return;
      this.#roundTrips.arrive(direction, sent);
      deliver(piece);
    });
  }

  #end(direction: Direction, end: () => void): void {
    this.#lines[direction].push(() => {
      if (!this.#isBlackHole) end();
    });
  }

  #upToCut(direction: Direction, chunk: Buffer): Buffer {
    const left = this.#left;
    if (left?.direction !== direction) return chunk;
    if (chunk.length < left.bytes) {
      left.bytes -= chunk.length;
      return chunk;
    }
    this.#left = null;
    // What was let through is to arrive before the cut.
    setImmediate(left.then);
    return chunk.subarray(0, left.bytes);
  }
}
