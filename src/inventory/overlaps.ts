import type { IpRange } from "./ip-range.ts";

/** A range of addresses, and what to call it in a message. */
export interface NamedRange extends IpRange {
  readonly name: string;
  /** Line of the inventory that declares it; null for what holds everywhere. */
  readonly line: number | null;
}

/** Two ranges that share an address; `range` is one that must be clear. */
export interface Overlap<Ours, Theirs> {
  readonly range: Ours;
  readonly other: Ours | Theirs;
}

/**
 * Finds for `ours`, which must overlap with nothing, what they overlap with; `theirs` may overlap with each other.
 * Each of `ours` that overlaps is in at least one result, and in at most one with the same of `theirs`' kind:
 * a hundred nodes inside one pod network are one mistake. Of two of `ours`, the later one in the list is `range`.
 * Cost: one sort.
 */
export function overlaps<Ours extends NamedRange, Theirs extends NamedRange>(
  ours: readonly Ours[],
  theirs: readonly Theirs[],
): Overlap<Ours, Theirs>[] {
  const found: Overlap<Ours, Theirs>[] = [];
  const hit = new Set<Ours>();
  const report = (range: Ours, other: Theirs): void => {
    if (!hit.has(range)) found.push({ range, other });
    hit.add(range);
  };
  let widestOurs: { range: Ours; index: number } | null = null;
  let widestTheirs: Theirs | null = null;
  for (const item of sorted(ours, theirs)) {
    if (item.kind === "theirs") {
      if (widestOurs && meets(widestOurs.range, item.range)) report(widestOurs.range, item.range);
      if (!widestTheirs || reachesFurther(item.range, widestTheirs)) widestTheirs = item.range;
      continue;
    }
    if (widestTheirs && meets(widestTheirs, item.range)) report(item.range, widestTheirs);
    if (widestOurs && meets(widestOurs.range, item.range)) {
      const [other, range] = widestOurs.index < item.index ? [widestOurs, item] : [item, widestOurs];
      found.push({ range: range.range, other: other.range });
    }
    if (!widestOurs || reachesFurther(item.range, widestOurs.range)) widestOurs = item;
  }
  return found;
}

type Item<Ours, Theirs> =
  | { readonly kind: "ours"; readonly range: Ours; readonly index: number }
  | { readonly kind: "theirs"; readonly range: Theirs };

function sorted<Ours extends NamedRange, Theirs extends NamedRange>(
  ours: readonly Ours[],
  theirs: readonly Theirs[],
): Item<Ours, Theirs>[] {
  const items: Item<Ours, Theirs>[] = [
    ...ours.map((range, index) => ({ kind: "ours" as const, range, index })),
    ...theirs.map((range) => ({ kind: "theirs" as const, range })),
  ];
  return items.sort(
    ({ range: a }, { range: b }) =>
      a.family - b.family || compare(a.first, b.first) || compare(b.last, a.last),
  );
}

/** Whether the earlier one in sort order still covers where the later one begins. */
function meets(earlier: IpRange, later: IpRange): boolean {
  return earlier.family === later.family && later.first <= earlier.last;
}

function reachesFurther(range: IpRange, than: IpRange): boolean {
  return range.family > than.family || range.last > than.last;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
