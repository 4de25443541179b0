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
  #held = "";

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** The lines that can be shown now, redacted; often just this one. */
  push(line: string): string[] {
    const text = `${this.#held}${line}\n`;
    const open = text.length > mostHeld ? text.length : this.#openAt(text, line);
    // A line is shown as a whole or not at all.
    const from = open === text.length ? open : text.lastIndexOf("\n", open) + 1;
    this.#held = text.slice(from);
    return this.#shown(text.slice(0, from));
  }

  /** What was held back, redacted: nothing follows. */
  end(): string[] {
    const rest = this.#held;
    this.#held = "";
    return this.#shown(rest);
  }

  #openAt(text: string, line: string): number {
    if (isEncodedLine(line)) return this.#held === "" ? text.length - line.length - 1 : 0;
    return this.#redactor.openAt(text);
  }

  #shown(text: string): string[] {
    return text === "" ? [] : this.#redactor.redact(text).replace(/\n$/, "").split("\n");
  }
}
