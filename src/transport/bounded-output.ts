const mib = 1024 * 1024;

/** What is kept of each stream of a frame: half of it from the start, half of it from the end. */
export const defaultOutputLimitBytes = mib;

/** Collects bytes, and leaves out the middle of what exceeds `limitBytes`; memory stays below about twice that. */
export class BoundedOutput {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  #tail: Buffer[] = [];
  #headBytes = 0;
  #tailBytes = 0;
  #omittedBytes = 0;

  constructor(limitBytes: number = defaultOutputLimitBytes) {
    this.#half = Math.max(1, Math.floor(limitBytes / 2));
  }

  get truncated(): boolean {
    return this.#omittedBytes > 0;
  }

  push(chunk: Buffer): void {
    const first = chunk.subarray(0, this.#half - this.#headBytes);
    if (first.length > 0) {
      this.#head.push(first);
      this.#headBytes += first.length;
    }
    const rest = chunk.subarray(first.length);
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailBytes += rest.length;
    if (this.#tail.length > 256 || this.#tailBytes > 2 * this.#half) this.#shorten();
  }

  /** All that was kept, as UTF-8; a note stands where something was left out. */
  text(): string {
    this.#shorten();
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    if (!this.truncated) return Buffer.concat([head, tail]).toString("utf8");
    const end = wholeCharacters(head);
    const start = firstCharacter(tail);
    const omitted = this.#omittedBytes + (head.length - end) + start;
    const note = `\n[... ${omitted} bytes left out ...]\n`;
    return head.toString("utf8", 0, end) + note + tail.toString("utf8", start);
  }

  /** Joining the chunks also lets go of the larger network packets that they are views of. */
  #shorten(): void {
    const all = Buffer.concat(this.#tail);
    const kept = all.subarray(Math.max(0, all.length - this.#half));
    this.#omittedBytes += all.length - kept.length;
    this.#tail = [Buffer.from(kept)];
    this.#tailBytes = kept.length;
  }
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** The length of `bytes` without a UTF-8 character that is cut off at the end. */
function wholeCharacters(bytes: Buffer): number {
  let lead = bytes.length - 1;
  while (lead > bytes.length - 4 && isContinuation(bytes[lead])) lead -= 1;
  const byte = bytes[lead] ?? 0;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
  return lead + length > bytes.length ? lead : bytes.length;
}

/** The offset of the first byte that does not continue a character that began before `bytes`. */
function firstCharacter(bytes: Buffer): number {
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  return start;
}
