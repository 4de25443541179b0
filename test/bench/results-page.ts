import type { KubernetesResults } from "./kubernetes/kubernetes-results.ts";
import { judgeKubernetes, kubernetesMethod, kubernetesTable } from "./kubernetes/kubernetes-section.ts";
import { markdownTable } from "./markdown-table.ts";
import type { ContenderResult, Results } from "./results.ts";
import type { Summary } from "./statistics.ts";
import { judge, type Verdict } from "./targets.ts";

/** The results as a page of Markdown, numbers as they were measured. */
export function resultsPage(results: Results): string {
  const { date, machine, hosts, resources } = results;
  return `# Benchmarks

Written by \`npm run bench\` on ${date.toISOString().slice(0, 10)}; run it to measure your own machine.

${hosts} hosts, ${resources} resources on each (packages, users, directories, files, templates, lines, links, services), and nothing to
change: the run that is repeated most often.

${contenderTable(results)}

${startTable(results)}

## Clusters

From hosts on which containerd and Kubernetes are installed to a cluster whose nodes are ready, by lab and by hand.

${kubernetesTable(results.kubernetes)}

## Targets

${targetTable(judge(results))}

## Method

All three do the same job, which is in \`test/bench/job/\`. lab and Ansible run one and the same \`playbook.yaml\`; by
hand means \`xargs -P${hosts} ssh HOST sh -s < probes.sh\`, a script that asks as few programs as it can. lab is timed as a whole
process, from its start to its recap. Ansible has pipelining, ControlPersist, ${hosts} forks and no facts to gather, and its
connections of the run before are mostly still open. All log in as root with the same key.

The hosts are containers with systemd and sshd on the machine that also runs the contenders, so the work of the
hosts is part of every time. Before anything is timed lab converges the hosts, then Ansible does, then each
contender runs once. Then they take turns in rounds, Ansible in some of them, and another one begins each round. A run in
which anything was changed, skipped or not asked ends the bench with an error. Ratios are ratios of medians of this
one run. Memory is the largest resident set that the kernel saw; bytes are those that the network card of one host
counted, headers included.

### Of the clusters

${kubernetesMethod(results.kubernetes)}

### The machine

${machine.cpus} CPUs, ${machine.memoryGib} GiB of memory, ${machine.kernel}, Node ${machine.node.replace(/^v/, "")}, OpenSSH ${machine.ssh}, ansible-core ${machine.ansible};
its load average before the first run was ${machine.load.toFixed(1)}.
`;
}

/** The same results for a terminal. */
export function resultsText(results: Results): string {
  const tables = [contenderTable(results), startTable(results), kubernetesTable(results.kubernetes)];
  return [...tables, targetTable(judge(results)), ""].join("\n\n");
}

/** Those of the clusters alone, for a terminal. */
export function clustersText(results: KubernetesResults): string {
  return [kubernetesTable(results), targetTable(judgeKubernetes(results)), ""].join("\n\n");
}

function contenderTable(results: Results): string {
  const { lab, byHand, ansible } = results;
  const row = (one: ContenderResult): string[] => [
    one.name,
    String(one.seconds.count),
    `${one.seconds.median.toFixed(2)} s`,
    range(one.seconds, (seconds) => seconds.toFixed(2), "s"),
    `${(one.seconds.median / byHand.seconds.median).toFixed(2)} ×`,
    `${(one.seconds.median / lab.seconds.median).toFixed(2)} ×`,
    `${(one.bytesPerHost / 1000).toFixed(0)} kB`,
  ];
  return markdownTable(
    ["", "runs", "median", "range", "to by hand", "to lab", "traffic per host"],
    [lab, byHand, ansible].map(row),
  );
}

function startTable({ labVersionSeconds, emptyNodeSeconds, peakMemory, frames }: Results): string {
  const milliseconds = (seconds: number) => (seconds * 1000).toFixed(0);
  const row = (name: string, summary: Summary, show: (value: number) => string, unit: string): string[] => [
    name,
    String(summary.count),
    `${show(summary.median)} ${unit}`,
    range(summary, show, unit),
  ];
  return markdownTable(
    ["", "runs", "median", "range"],
    [
      row("`lab --version`", labVersionSeconds, milliseconds, "ms"),
      row("`node -e 0`", emptyNodeSeconds, milliseconds, "ms"),
      row("peak memory of `lab play`", peakMemory, (bytes) => (bytes / 1e6).toFixed(0), "MB"),
      ["round trips per host of `lab play`, after the login", "1", String(frames), "–"],
    ],
  );
}

function targetTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ target, measured, isMet }) => [target, measured, isMet ? "pass" : "fail"]);
  return markdownTable(["target", "measured", ""], rows);
}

function range({ min, max }: Summary, show: (value: number) => string, unit: string): string {
  return `${show(min)}–${show(max)} ${unit}`;
}
