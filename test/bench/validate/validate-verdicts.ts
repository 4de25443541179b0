import type { Cost } from "./measure-validate.ts";

/** Whether something that was asked of `lab validate` is so. */
export interface Verdict {
  readonly text: string;
  readonly isMet: boolean;
}

const secondsAllowed = 1;
const bytesAllowed = 300e6;
/** How much more a host or task may cost in the upper half than in the lower: what is left for noise. */
const growthAllowed = 1.5;
/** Differences between fastest runs that are no larger than this say nothing. Seconds. */
const noise = 0.03;

/** Judges the largest size by its medians of time and memory, and each series of sizes by how its fastest runs grow. */
export function judgeValidate(
  largest: Cost,
  series: readonly { readonly of: "hosts" | "tasks"; readonly costs: readonly Cost[] }[],
): readonly Verdict[] {
  const megabytes = Math.round(largest.bytes / 1e6);
  return [
    {
      text: `${name(largest)} in less than ${secondsAllowed} s: ${largest.seconds.toFixed(2)} s`,
      isMet: largest.seconds < secondsAllowed,
    },
    {
      text: `${name(largest)} in less than ${bytesAllowed / 1e6} MB: ${megabytes} MB`,
      isMet: largest.bytes < bytesAllowed,
    },
    ...series.map(({ of, costs }) => growth(of, costs)),
  ];
}

/** Of three sizes: what one more costs between the upper two, divided by what it costs between the lower two. */
function growth(of: "hosts" | "tasks", costs: readonly Cost[]): Verdict {
  const [low, middle, high] = costs.toSorted((a, b) => a[of] - b[of]);
  if (!low || !middle || !high) throw new RangeError("three sizes are needed");
  const perUnit = (from: Cost, to: Cost): number =>
    Math.max(to.fastestSeconds - from.fastestSeconds, noise) / (to[of] - from[of]);
  const ratio = perUnit(middle, high) / perUnit(low, middle);
  return {
    text: `cost grows linearly with ${of}: one more costs ${ratio.toFixed(2)} times as much in the upper half`,
    isMet: high.fastestSeconds - middle.fastestSeconds <= noise || ratio <= growthAllowed,
  };
}

function name({ hosts, tasks }: Cost): string {
  return `${hosts} hosts × ${tasks} tasks`;
}
