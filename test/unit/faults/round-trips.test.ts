import { describe, expect, it } from "vitest";
import { type Direction, RoundTrips } from "../../faults/network/round-trips.ts";

/** Counts a conversation in which each message arrives before the next one is sent. */
function count(messages: readonly Direction[]): number {
  const trips = new RoundTrips();
  for (const direction of messages) trips.arrive(direction, trips.send(direction));
  return trips.count;
}

describe("round trips", () => {
  it("are one for the handshake, and one for each question with its answer", () => {
    expect(count([])).toBe(1);
    expect(count(["out", "in"])).toBe(2);
    expect(count(["out", "in", "out", "in", "out"])).toBe(3);
  });

  it("do not grow with the pieces that a message is sent in", () => {
    expect(count(["out", "out", "out", "in", "in", "in"])).toBe(2);
  });

  it("are counted once for messages that cross", () => {
    const trips = new RoundTrips();
    const [greeting, other] = [trips.send("out"), trips.send("in")];
    trips.arrive("in", other);
    trips.arrive("out", greeting);
    expect(trips.count).toBe(2);
    // Sent before the other greeting arrived, the answer to it comes no later than the answer to both.
    const answer = trips.send("in");
    trips.arrive("in", answer);
    expect(trips.count).toBe(2);
  });
});
