import { expect, it } from "vitest";
import type { RunEvent } from "../../../src/engine/event.ts";
import { createRedactor } from "../../../src/engine/redact.ts";
import { redactEvents } from "../../../src/engine/redact-events.ts";

const key = "-----BEGIN KEY-----\nshort1\nshort2\n-----END KEY-----";
const at = "2030-01-01T00:00:00.000Z";

/** What comes of lines of output, one of another host between them, and of the end of the play. */
function shown(secrets: readonly string[], lines: readonly string[]): string[] {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  const events: RunEvent[] = [];
  const emit = redactEvents(redactor, (event) => events.push(event));
  for (const line of lines) {
    emit({ kind: "output", at, host: "a", task: "t", stream: "stdout", line });
    emit({ kind: "output", at, host: "b", task: "t", stream: "stdout", line: "other" });
  }
  emit({ kind: "host-end", at, host: "a" });
  expect(events.at(-1)).toEqual({ kind: "host-end", at, host: "a" });
  return events.flatMap((event) => (event.kind === "output" && event.host === "a" ? [event.line] : []));
}

it("passes lines on that no secret goes on in", () => {
  expect(shown([key], ["one", "", "two"])).toEqual(["one", "", "two"]);
});

it("finds a secret of several lines, whatever follows", () => {
  expect(shown([key], ["before", ...key.split("\n"), "after"])).toEqual(["before", "«redacted»", "after"]);
  expect(shown([key], key.split("\n"))).toEqual(["«redacted»"]);
});

it("shows what only began like a secret", () => {
  expect(shown([key], ["-----BEGIN KEY-----", "short1", "other"])).toEqual([
    "-----BEGIN KEY-----",
    "short1",
    "other",
  ]);
  expect(shown([key], ["-----BEGIN KEY-----"])).toEqual(["-----BEGIN KEY-----"]);
});

it("finds a secret in base64 of several lines", () => {
  const text = `${"x".repeat(50)} correct horse battery staple ${"y".repeat(50)}`;
  const lines =
    Buffer.from(text)
      .toString("base64")
      .match(/.{1,76}/g) ?? [];
  expect(shown(["correct horse battery staple"], ["a", ...lines, "b"])).toEqual(["a", "«redacted»", "b"]);
});

it("keeps events readable where a secret is a word of lab's own", () => {
  const redactor = createRedactor();
  for (const secret of ["output", "stdout", "web1", "ok"]) redactor.add(secret);
  const events: RunEvent[] = [];
  const event: RunEvent = {
    kind: "output",
    at,
    host: "web1",
    task: "ok",
    stream: "stdout",
    line: "ok stdout",
  };
  redactEvents(redactor, (one) => events.push(one))(event);
  expect(events).toEqual([{ ...event, task: "«redacted»", line: "«redacted» «redacted»" }]);
});
