import { performance } from "node:perf_hooks";

/** Holds back whatever passes, in order, each thing for the same time. */
export class DelayLine {
  readonly #delayMs: number;
  readonly #waiting: { readonly dueMs: number; readonly deliver: () => void }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #notBeforeMs = 0;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** Nothing is taken before this time has passed; what comes earlier counts as sent then. */
  openAfter(ms: number): void {
    this.#notBeforeMs = performance.now() + ms;
  }

  /** Without a delay it is delivered at once. */
  push(deliver: () => void): void {
    const sentMs = Math.max(performance.now(), this.#notBeforeMs);
    const dueMs = sentMs + this.#delayMs;
    if (this.#waiting.length === 0 && dueMs <= performance.now()) {
      deliver();
      return;
    }
    this.#waiting.push({ dueMs, deliver });
    this.#timer ??= this.#wait();
  }

  /** Drops what is on its way. */
  clear(): void {
    this.#waiting.length = 0;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(): NodeJS.Timeout {
    const [first] = this.#waiting;
    return setTimeout(() => this.#deliverDue(), Math.max(0, (first?.dueMs ?? 0) - performance.now()));
  }

  #deliverDue(): void {
    this.#timer = null;
    // A timer may fire a millisecond early.
    for (
      let first = this.#waiting[0];
      first && first.dueMs <= performance.now() + 1;
      first = this.#waiting[0]
    ) {
      this.#waiting.shift();
      first.deliver();
    }
    if (this.#waiting.length > 0) this.#timer ??= this.#wait();
  }
}
