import type { TickHost, TickResult } from "../../../src/reconcile/tick-result.ts";

/** A tick in which nothing was to be done on two hosts, but for what is given. */
export function tick(given: Partial<TickResult> = {}): TickResult {
  return {
    kind: "ran",
    run: "20300131-140509-3fa2b1",
    hosts: hosts("ok", "ok"),
    changed: 0,
    database: null,
    message: "",
    seconds: 1,
    ...given,
  };
}

/** Hosts n1, n2, … with these outcomes. */
export function hosts(...outcomes: readonly TickHost["outcome"][]): TickHost[] {
  return outcomes.map((outcome, index) => ({ host: `n${index + 1}`, outcome, message: "" }));
}
