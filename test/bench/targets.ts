import { judgeKubernetes } from "./kubernetes/kubernetes-section.ts";
import type { Results } from "./results.ts";

/** Something that the bench is to show, and whether it did. */
export interface Verdict {
  readonly target: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** Holds the results against what lab promises. Ratios are those of medians of the same run of the bench. */
export function judge(results: Results): Verdict[] {
  const { lab, byHand, ansible, peakMemory, labVersionSeconds, emptyNodeSeconds } = results;
  const toHand = lab.seconds.median / byHand.seconds.median;
  const toLab = ansible.seconds.median / lab.seconds.median;
  const toNode = labVersionSeconds.median / emptyNodeSeconds.median;
  const megabytes = peakMemory.max / 1e6;
  return [
    {
      target: "`lab play` takes at most 1.3 × the time of the loop by hand",
      measured: `${toHand.toFixed(2)} ×`,
      isMet: toHand <= 1.3,
    },
    {
      target: "Ansible takes at least 30 × the time of `lab play`",
      measured: `${toLab.toFixed(1)} ×`,
      isMet: toLab >= 30,
    },
    {
      target: "`lab play` never needs 150 MB of memory",
      measured: `${megabytes.toFixed(0)} MB`,
      isMet: megabytes < 150,
    },
    {
      target: "`lab --version` takes at most 2 × the time of `node -e 0`",
      measured: `${toNode.toFixed(2)} ×`,
      isMet: toNode <= 2,
    },
    ...judgeKubernetes(results.kubernetes),
  ];
}
