import { describe, expect, it } from "vitest";
import type { HostRecap } from "../../../src/engine/event.ts";
import { tickHosts, tickVerdict } from "../../../src/reconcile/tick-result.ts";
import { hosts, tick } from "./ticks.ts";

describe("the verdict on a tick", () => {
  it.each([
    ["ok", tick()],
    ["ok", tick({ hosts: [] })],
    ["partly", tick({ hosts: hosts("ok", "failed") })],
    ["partly", tick({ hosts: hosts("ok", "unreachable") })],
    ["partly", tick({ database: "away" })],
    ["failed", tick({ hosts: hosts("failed", "unreachable") })],
    ["failed", tick({ kind: "database", hosts: [], database: "away" })],
    ["failed", tick({ kind: "invalid", hosts: [] })],
    ["skipped", tick({ hosts: hosts("locked", "locked") })],
    ["ok", tick({ hosts: hosts("locked", "ok") })],
    ["failed", tick({ hosts: hosts("locked", "failed") })],
  ] as const)("is %s", (verdict, result) => expect(tickVerdict(result)).toBe(verdict));
});

it("tells of each host of a recap what became of it", () => {
  const none = { ok: 1, changed: 0, failed: 0, ignored: 0, rescued: 0, skipped: 0, deferred: 0 };
  const rest = { ...none, unreachable: 0, undone: 0, frames: 2, seconds: 1 };
  const failure = { task: "Write", message: "no space", detail: "", hint: "" };
  const recap: HostRecap[] = [
    { host: "n1", ...rest, failure: null },
    { host: "n2", ...rest, failure: { ...failure, kind: "failed" } },
    { host: "n3", ...rest, failure: { ...failure, kind: "reverted" } },
    { host: "n4", ...rest, failure: { ...failure, kind: "locked", task: null } },
  ];
  expect(tickHosts(recap)).toEqual([
    { host: "n1", outcome: "ok", message: "" },
    { host: "n2", outcome: "failed", message: "Write: no space" },
    { host: "n3", outcome: "failed", message: "Write: no space" },
    { host: "n4", outcome: "locked", message: "no space" },
  ]);
});
