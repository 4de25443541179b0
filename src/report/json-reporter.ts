import type { Reporter } from "./reporter.ts";

/**
 * Line ends of Unicode that JSON leaves as they are. Node's readline, among others, ends a line there; what a host
 * prints must not be able to break an event in two.
 */
const lineEnds = /[\u0085\u2028\u2029]/g;

/** Prints each event as one line of JSON, and nothing else; control characters are escaped by JSON itself. */
export function createJsonReporter(stdout: { write(text: string): unknown }): Reporter {
  const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return {
    handle: (event) => void stdout.write(`${JSON.stringify(event).replace(lineEnds, escaped)}\n`),
    close: async () => {},
  };
}
