import { Spinner } from "listr2";

/** A listr2 spinner that does not keep the process alive, and has each frame drawn by a change of the title alone. */
export class FrameClock extends Spinner {
  /** Called for each frame. */
  onFrame: (() => void) | null = null;
  readonly #frameMs: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(frameMs: number) {
    super();
    this.#frameMs = frameMs;
  }

  override start(): void {
    this.#timer = setInterval(() => {
      this.spin();
      this.onFrame?.();
    }, this.#frameMs).unref();
  }

  override stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }
}
