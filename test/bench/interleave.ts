/**
 * The order in which things are run that are each to be run `runs` times: in rounds, so that a busy moment of the machine
 * meets all of them, each round begun by another one, so that none profits from its place. What has had its runs is
 * left out of later rounds.
 */
export function interleave<T extends { readonly runs: number }>(things: readonly T[]): T[] {
  const rounds = Math.max(0, ...things.map(({ runs }) => runs));
  return Array.from({ length: rounds }, (_, round) => {
    const first = round % things.length;
    return [...things.slice(first), ...things.slice(0, first)].filter(({ runs }) => round < runs);
  }).flat();
}
