/** Checksums that the contents of a path may have, by path. */
export type KnownContents = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the lines `PATH<TAB>CHECKSUM` of listings; other lines are passed over. */
export function knownContents(listings: readonly string[]): KnownContents {
  const known = new Map<string, Set<string>>();
  for (const line of listings.join("\n").split("\n")) {
    const [, path, sum] = /^([^\t]+)\t([0-9a-f]{64})$/.exec(line) ?? [];
    if (path === undefined || sum === undefined) continue;
    known.set(path, (known.get(path) ?? new Set()).add(sum));
  }
  return known;
}

/**
 * What the watch of a host saw and should not have seen: a file that was written in place, so that a reader could find
 * half of it, or one whose content is none of the known ones. Lines are `EVENT<TAB>PATH<TAB>CHECKSUM`.
 */
export function tornFiles(seen: string, known: KnownContents): string[] {
  return seen
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const [event = "", path, sum = "-"] = line.split("\t");
      if (path === undefined) return [line];
      if (event.includes("MODIFY")) return [`${path} was written in place`];
      // Gone again before it was read.
      if (sum === "-" || known.get(path)?.has(sum)) return [];
      return [`${path} had a content that is neither the old nor the new one`];
    });
}
