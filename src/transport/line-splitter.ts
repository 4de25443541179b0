import { StringDecoder } from "node:string_decoder";

/** A line longer than this is delivered in pieces, marked by `…`, so that output without line ends needs no unbounded memory. */
const longestLine = 64 * 1024;

/**
 * Cuts a byte stream into lines as they arrive. Of a line that a progress bar rewrites with carriage returns, only
 * the last state is delivered, as a terminal would show it.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #partial = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lines = (this.#partial + this.#decoder.write(chunk)).split("\n");
    this.#partial = lines.pop() ?? "";
    for (const line of lines) this.#onLine(shown(line));
    if (this.#partial.length > longestLine) this.#cut();
  }

  /** Delivers a last line that lacks its line end. */
  end(): void {
    this.#partial += this.#decoder.end();
    if (this.#partial !== "") this.#flush();
  }

  /** What follows is marked as well: what stood across the cut is to be told from what ends there. */
  #cut(): void {
    this.#onLine(`${shown(this.#partial)}…`);
    this.#partial = "…";
  }

  #flush(): void {
    this.#onLine(shown(this.#partial));
    this.#partial = "";
  }
}

function shown(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}
