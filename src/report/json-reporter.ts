import type { Reporter } from "./reporter.ts";

/** Prints each event as one line of JSON, and nothing else; control characters are escaped by JSON itself. */
export function createJsonReporter(stdout: { write(text: string): unknown }): Reporter {
  return {
    handle: (event) => void stdout.write(`${JSON.stringify(event)}\n`),
    close: async () => {},
  };
}
