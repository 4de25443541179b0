/** A timer of Node that is set to more fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** What may end a frame early. */
export class StopSource {
  readonly aborted: Promise<"aborted">;
  readonly timedOut: Promise<"timed-out">;
  readonly #signal: AbortSignal | undefined;
  #onAbort: () => void = () => {};
  #onTimeout: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.aborted = new Promise((resolve) => {
      this.#onAbort = () => resolve("aborted");
    });
    this.timedOut = new Promise((resolve) => {
      this.#onTimeout = () => resolve("timed-out");
    });
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get isTimed(): boolean {
    return this.#timer !== undefined;
  }

  /** Sets the time limit, counted from now; it takes the place of an earlier one. */
  after(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onTimeout(), Math.min(ms, longestTimerMs));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}
