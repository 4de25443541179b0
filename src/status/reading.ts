/** A value, and when it was read, in ms since 1970. */
export interface Dated<Value> {
  readonly value: Value;
  readonly at: number;
}

/** What came of asking one source: a host, its components, the Kubernetes API. */
export type Reading<Value> =
  | ({ readonly kind: "read" } & Dated<Value>)
  | {
      readonly kind: "failed";
      /** Why, in one line. */
      readonly reason: string;
      /** What to do next; may be empty. */
      readonly hint: string;
      /** The host could not be reached, as opposed to one that answered badly. */
      readonly isUnreachable: boolean;
      /** What it said when it last answered. */
      readonly last: Dated<Value> | null;
    };

/** The reading `now`, with what `before` knew where it failed. Pure. */
export function remember<Value>(before: Reading<Value> | undefined, now: Reading<Value>): Reading<Value> {
  return now.kind === "read" || before === undefined ? now : { ...now, last: lastOf(before) };
}

/** The newest value of a reading: this one, or the last that is known; null where there never was one. */
export function lastOf<Value>(reading: Reading<Value>): Dated<Value> | null {
  return reading.kind === "read" ? { value: reading.value, at: reading.at } : reading.last;
}

/** Whole seconds since the value was read, where a newer one could not be had; null where it is fresh, or there is none. */
export function ageOf(reading: Reading<unknown>, now: number): number | null {
  if (reading.kind === "read" || !reading.last) return null;
  return Math.round((now - reading.last.at) / 1000);
}
