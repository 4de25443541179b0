import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Relay } from "../../faults/network/relay.ts";

/** Answers each piece that it gets with the same piece. */
const server = createServer((socket) => socket.on("error", () => {}).pipe(socket));
let relay: Relay;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  relay = new Relay({ host: "127.0.0.1", port: address.port });
  await relay.start();
});
afterEach(() => relay.forget());
afterAll(async () => {
  await relay.close();
  server.close();
});

async function ask(socket: Socket, question: string): Promise<string> {
  socket.write(question);
  const [answer] = await once(socket, "data");
  return String(answer);
}

const dial = (): Socket => connect({ host: "127.0.0.1", port: relay.port });

describe("a relay", () => {
  it.each([0, 5])(
    "passes on what is said with %i ms of delay, and counts the round trips",
    async (delayMs) => {
      relay.delay(delayMs);
      const socket = dial();
      expect(await ask(socket, "one")).toBe("one");
      expect(await ask(socket, "two")).toBe("two");
      socket.end();
      await once(socket, "close");
      expect(relay.links.map((link) => [link.roundTrips, link.bytes("out")])).toEqual([[3, 6]]);
    },
  );

  it("cuts after a number of bytes, of which none is lost before", async () => {
    relay.onLink((link) => link.after("in", 4, () => link.close()));
    const socket = dial();
    const heard = text(socket);
    socket.write("abcdefgh");
    expect(await heard).toBe("abcd");
  });

  it("resets, so that both ends hear of it", async () => {
    const socket = dial();
    await ask(socket, "one");
    const failed = once(socket, "error");
    relay.links[0]?.reset();
    expect((await failed)[0]).toMatchObject({ code: "ECONNRESET" });
  });

  it("refuses connections while it is stopped, and takes them again on the same port", async () => {
    await relay.stop();
    const [error] = await once(dial(), "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
    await relay.start();
    const socket = dial();
    expect(await ask(socket, "one")).toBe("one");
    socket.destroy();
  });
});
