import { isEncodedLine } from "./encoded-runs.ts";
import type { Redactor } from "./redact.ts";

/** What is held back at most, in characters; then it is shown, redacted as far as it goes. */
const mostHeld = 256 * 1024;

/**
 * Redacts output that arrives line by line: holds lines back while they may be the beginning of a secret that goes on in
 * the next one, or of bytes that are encoded over several lines.
 */
export class LineRedactor {
  readonly #redactor: Redactor;
  /** Each with its line end. */
  #held: string[] = [];
  #heldLength = 0;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** The lines that can be shown now, redacted; often just this one. */
  push(line: string): string[] {
    if (this.#redactor.isEmpty && this.#held.length === 0) return [line];
    const isFull = this.#heldLength + line.length > mostHeld;
    if (!isFull && isEncodedLine(line)) {
      this.#hold(`${line}\n`);
      return [];
    }
    const text = `${this.#take()}${line}\n`;
    const open = isFull ? text.length : this.#redactor.openAt(text);
    // A line is shown as a whole or not at all.
    const from = open === text.length ? open : text.lastIndexOf("\n", open) + 1;
    if (from < text.length) this.#hold(text.slice(from));
    return this.#shown(text.slice(0, from));
  }

  /** What was held back, redacted: nothing follows. */
  end(): string[] {
    return this.#shown(this.#take());
  }

  #hold(text: string): void {
    this.#held.push(text);
    this.#heldLength += text.length;
  }

  #take(): string {
    const text = this.#held.join("");
    this.#held = [];
    this.#heldLength = 0;
    return text;
  }

  #shown(text: string): string[] {
    return text === "" ? [] : this.#redactor.redact(text).replace(/\n$/, "").split("\n");
  }
}
