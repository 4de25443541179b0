import type { Failure } from "../../../src/engine/event.ts";
import type { Expectation, HostExpectation } from "../fault.ts";

/** The host is brought to its new state. */
export const converges: HostExpectation = { state: ["converged"], failure: null };

/** The host is exactly as it was, and says why. */
export function staysAsBefore(kind: Failure["kind"], says: RegExp): HostExpectation {
  return { state: ["before"], failure: { kind, says } };
}

/** The host stops on its way, says why, and the run that goes on converges it. */
export function isUnfinished(kind: Failure["kind"], says: RegExp): HostExpectation {
  return { state: ["between"], failure: { kind, says } };
}

/** Nothing of it shows. */
export const passesUnnoticed: Expectation = { exitCode: 0, victim: converges, others: converges };
