import type { RunEvent } from "./event.ts";
import type { Redactor } from "./redact.ts";
import { LineRedactor } from "./redact-lines.ts";

/** What lab itself chose the words of: a secret that is such a word ("ok") must not make an event unreadable. */
const ownWords: ReadonlySet<string> = new Set([
  "kind",
  "at",
  "run",
  "resumes",
  "host",
  "hosts",
  "id",
  "stream",
  "outcome",
]);

type Output = RunEvent & { readonly kind: "output" };

interface OpenOutput {
  readonly lines: LineRedactor;
  last: Output;
}

/**
 * Passes events on without secrets. A line of output is held back while a secret may go on in the next one, until the
 * next event of its host at the latest.
 */
export function redactEvents(redactor: Redactor, emit: (event: RunEvent) => void): (event: RunEvent) => void {
  const open = new Map<string, OpenOutput>();
  const pass = (event: RunEvent): void => emit(redactor.redactDeep(event, ownWords));

  /** The lines are redacted already; more than the last event has to say goes under its time. */
  const passLines = (event: Output, lines: readonly string[]): void => {
    for (const line of lines) emit({ ...redactor.redactDeep({ ...event, line: "" }, ownWords), line });
  };

  const close = (host: string | null): void => {
    for (const [key, { lines, last }] of open) {
      if (host !== null && last.host !== host) continue;
      open.delete(key);
      passLines(last, lines.end());
    }
  };

  return (event) => {
    if (event.kind !== "output") {
      close("host" in event ? event.host : null);
      pass(event);
      return;
    }
    const key = JSON.stringify([event.host, event.stream]);
    const known = open.get(key) ?? { lines: new LineRedactor(redactor), last: event };
    known.last = event;
    open.set(key, known);
    passLines(event, known.lines.push(event.line));
  };
}
