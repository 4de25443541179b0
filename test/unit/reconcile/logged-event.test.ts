import { expect, it } from "vitest";
import type { RunEvent } from "../../../src/engine/event.ts";
import { loggedEvent } from "../../../src/reconcile/logged-event.ts";

type TaskEnd = RunEvent & { readonly kind: "task-end" };

const ended = {
  at: "2030-01-31T14:05:09.000Z",
  kind: "task-end",
  host: "n1",
  id: "1",
  role: "base",
  task: "Set the host name",
  handler: false,
  delegate: null,
  outcome: "ok",
  message: "",
  changes: [],
  diff: null,
  failure: null,
  ignored: false,
  rescue: false,
  seconds: 0,
} as const satisfies TaskEnd;

it("is silent about what is as it should be", () => expect(loggedEvent(ended)).toBeNull());

it("tells changes and failures", () => {
  const fields = { host: "n1", role: "base", task: "Set the host name" };
  expect(loggedEvent({ ...ended, outcome: "changed" })).toEqual({
    level: "info",
    message: "changed",
    fields,
  });
  const failure = {
    kind: "failed",
    task: null,
    message: "exit code 1",
    detail: "no space",
    hint: "",
  } as const;
  expect(loggedEvent({ ...ended, outcome: "failed", failure })).toEqual({
    level: "warn",
    message: "exit code 1",
    fields: { ...fields, detail: "no space", ignored: false },
  });
});
