/**
 * The order in which things are run that are each to be run `runs` times: in rounds, so that a busy moment of the machine
 * meets all of them, each round begun by another one, so that none profits from its place. What is to be run less
 * often takes part in rounds that are spread evenly.
 */
export function interleave<T extends { readonly runs: number }>(things: readonly T[]): T[] {
  const rounds = Math.max(0, ...things.map(({ runs }) => runs));
  return Array.from({ length: rounds }, (_, round) => {
    const first = round % things.length;
    const inTurn = [...things.slice(first), ...things.slice(0, first)];
    return inTurn.filter(({ runs }) => runsBefore(round + 1, runs, rounds) > runsBefore(round, runs, rounds));
  }).flat();
}

function runsBefore(round: number, runs: number, rounds: number): number {
  return Math.floor((round * runs) / rounds);
}
