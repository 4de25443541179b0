import { markdownTable } from "../markdown-table.ts";
import type { Verdict } from "../targets.ts";
import type { ClusterResult, KubernetesResults, SizeResult } from "./kubernetes-results.ts";

/** Holds the results against what lab promises. Ratios are those of medians. */
export function judgeKubernetes({ sizes }: KubernetesResults): Verdict[] {
  return sizes.map((result) => ({
    target: `${result.size.name}: \`lab play\` takes at most ${result.size.atMost} × the time of the script by hand`,
    measured: `${ratio(result).toFixed(2)} ×`,
    isMet: ratio(result) <= result.size.atMost,
  }));
}

/** What was measured, as Markdown: a line for each contender and size, and one for the run that changes nothing. */
export function kubernetesTable({ sizes, converged }: KubernetesResults): string {
  const clusters = markdownTable(
    [
      "from prepared hosts to",
      "",
      "runs",
      "median",
      "range",
      "to by hand",
      "calls",
      "their time",
      "the rest",
    ],
    sizes.flatMap((result) => [row(result, "lab"), row(result, "by hand")]),
  );
  const second = markdownTable(
    ["nothing to change", "runs", "median", "range", "frames per host", "calls"],
    [
      [
        `\`lab play site.yaml\`, ${converged.nodes} nodes`,
        String(converged.seconds.count),
        `${converged.seconds.median.toFixed(2)} s`,
        `${converged.seconds.min.toFixed(2)}–${converged.seconds.max.toFixed(2)} s`,
        String(converged.frames),
        String(converged.calls),
      ],
    ],
  );
  return `${clusters}\n\n${second}`;
}

/** How it was measured, as Markdown. */
export function kubernetesMethod({ version }: KubernetesResults): string {
  return `By hand means \`test/bench/kubernetes/by-hand.sh\`: one step after the other, over connections that stay open, with what
a careful person does: configuration files that kubeadm validates, one token for all workers that is deleted afterwards, a
pod network that comes back after a boot, and waiting until all nodes are ready. lab runs \`playbooks/kubernetes.yaml\`.
Both begin on hosts with containerd and Kubernetes ${version}, and end when the kubeconfig is here. Between runs one and
the same script resets the hosts. A run after which a node is not ready ends the bench with an error.

kubeadm, kubelet and kubectl are stand-ins: what they do to a host is what the real ones do, and they do it faster. So what
lab adds weighs more than it would. "Calls" counts those of kubeadm and kubectl on all hosts, "their time" is its sum, and
"the rest" what is left of the wall-clock time where there is but one host.`;
}

function ratio({ lab, byHand }: SizeResult): number {
  return lab.seconds.median / byHand.seconds.median;
}

function row(result: SizeResult, name: "lab" | "by hand"): string[] {
  const { size, lab, byHand } = result;
  const one: ClusterResult = name === "lab" ? lab : byHand;
  const { seconds, programSeconds } = one;
  const rest = seconds.median - programSeconds.median;
  return [
    size.name,
    name,
    String(seconds.count),
    `${seconds.median.toFixed(2)} s`,
    `${seconds.min.toFixed(2)}–${seconds.max.toFixed(2)} s`,
    `${(seconds.median / byHand.seconds.median).toFixed(2)} ×`,
    String(one.calls),
    `${programSeconds.median.toFixed(2)} s`,
    // Hosts that work side by side spend more time together than passes.
    size.nodes === 1 ? `${(rest * 1000).toFixed(0)} ms` : "–",
  ];
}
