/** One stream's markers: `NONCE-begin PID`, then the output, then `NONCE-end CODE`, each ended by a newline. */
export const beginMark = (nonce: string): string => `${nonce}-begin `;
export const endMark = (nonce: string): string => `${nonce}-end `;

/**
 * Finds one frame's output in one stream, however the stream is cut into chunks. What stands outside of the markers
 * (banners, the late output of an earlier frame's daemon) is dropped; what stands inside is passed on at once.
 */
export class FrameReader {
  readonly #begin: Buffer;
  readonly #end: Buffer;
  readonly #onOutput: (chunk: Buffer) => void;
  #carry: Buffer = Buffer.alloc(0);
  /** The process id that the begin marker carries; null until it was seen. */
  pid: number | null = null;
  /** The exit code that the end marker carries; null until it was seen. */
  exitCode: number | null = null;

  constructor(nonce: string, onOutput: (chunk: Buffer) => void) {
    this.#begin = Buffer.from(beginMark(nonce));
    this.#end = Buffer.from(endMark(nonce));
    this.#onOutput = onOutput;
  }

  push(chunk: Buffer): void {
    let data = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    this.#carry = Buffer.alloc(0);
    while (this.exitCode === null) {
      const mark = this.pid === null ? this.#begin : this.#end;
      const at = data.indexOf(mark);
      const before = at < 0 ? data.length - startOfMark(data, mark) : at;
      if (before > 0 && this.pid !== null) this.#onOutput(data.subarray(0, before));
      const lineEnd = at < 0 ? -1 : data.indexOf("\n", at);
      if (lineEnd < 0) {
        this.#carry = data.subarray(before);
        return;
      }
      const number = Number(data.toString("latin1", at + mark.length, lineEnd));
      if (this.pid === null) this.pid = number;
      else this.exitCode = number;
      data = data.subarray(lineEnd + 1);
    }
  }
}

/** How many bytes at the end of `data` may be the start of `mark`. */
export function startOfMark(data: Buffer, mark: Buffer): number {
  for (let length = Math.min(mark.length - 1, data.length); length > 0; length -= 1) {
    if (data.subarray(data.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}
