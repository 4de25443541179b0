import { Foretold } from "./foretold.ts";

/** What is kept of one host from play to play. */
export interface HostMemory {
  /** Variables that its tasks set: registered results and facts; check mode keeps Unknown for what did not run. */
  readonly variables: Map<string, unknown>;
  /** In check mode: what the plays so far would have changed on it. */
  readonly foretold: Foretold;
}

/** The memory of a host that nothing has happened on. */
export function createHostMemory(): HostMemory {
  return { variables: new Map(), foretold: new Foretold() };
}
