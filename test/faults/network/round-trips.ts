/** A way through a link, as its clock sees it. */
export type Direction = "out" | "in";

/**
 * Counts the round trips of one conversation over a link, as a logical clock: what a side sends carries the number of
 * round trips that it has seen, and raises the other side's number only when it arrives there. Messages that cross on
 * the way do not count twice, and what is sent in several pieces counts once.
 */
export class RoundTrips {
  /** Seen by the side that connected. Opening the connection is the first. */
  #near = 1;
  #far = 1;

  /** What `arrive` is to be told once a message that is sent now arrives at the other side. */
  send(direction: Direction): number {
    return direction === "out" ? this.#near : this.#far + 1;
  }

  arrive(direction: Direction, sent: number): void {
    if (direction === "out") this.#far = Math.max(this.#far, sent);
    else this.#near = Math.max(this.#near, sent);
  }

  get count(): number {
    return this.#near;
  }
}
