/** What several measurements of the same thing come to. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Summarises at least one measurement; of an even number the median lies between the two in the middle. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.floor(sorted.length / 2)];
  if (lower === undefined || upper === undefined) throw new RangeError("there is nothing to summarise");
  return {
    count: sorted.length,
    median: (lower + upper) / 2,
    min: Math.min(...sorted),
    max: Math.max(...sorted),
  };
}
