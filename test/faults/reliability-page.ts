import type { FaultResult } from "./run-fault.ts";
import type { Exception } from "./scene/exceptions.ts";

/** Results of one kind. */
export interface ResultGroup {
  readonly title: string;
  readonly results: readonly FaultResult[];
}

/** What a complete run of the tests of faults has shown. */
export interface Reliability {
  readonly date: Date;
  readonly groups: readonly ResultGroup[];
  readonly exceptions: readonly Exception[];
  /** "2 CPUs, Linux 6.1, Node 24.1.0". */
  readonly machine: string;
}

/** The results as a page of Markdown. */
export function reliabilityPage({ date, groups, exceptions, machine }: Reliability): string {
  const results = groups.flatMap((group) => group.results);
  const kept = results.filter(({ broken }) => broken.length === 0).length;
  return `# Reliability

What lab does when things go wrong, shown by making them go wrong on real hosts and networks. Written by
\`npm run test:faults\` on ${date.toISOString().slice(0, 10)}: ${results.length} faults, ${kept} promises kept. Nothing in the tables is written by hand
but what was promised.

In each fault a run brings three hosts from one release of a small service to the next: ${"`test/faults/job/`"}, 25 resources
(files, templates, directories, lines, links, a user, a kernel parameter, a service with a handler). It befalls one of them, or
lab itself. Afterwards every host must be in one of three states:

- *converged*: /etc, /usr/local and /var/lib are exactly as after a run that nothing disturbs, and the service has read its
  new configuration;
- *as before*: they are exactly as before the run, and the service still has its old configuration;
- *unfinished*: lab has named the host, and the command that goes on; the command is run, and must converge it.

"Exactly" means the content, mode, owner and link target of every path, but for those [below](#what-is-not-compared).
Meanwhile a watch on each host sees every file of the job that is written or put in place: none may be written in place,
and each content must be wholly the old or wholly the new one.

${groups.map(groupSection).join("\n\n")}

## What is not compared

${exceptions.map(({ path, why }) => `- \`/${path}\`: ${why}`).join("\n")}

## Method

The hosts are containers with systemd and sshd (\`lab sandbox\`), lab is a process of its own for each run, with
\`ConnectTimeout 5\` and \`ServerAliveInterval 2\`. Packets are dropped, lost and answered with resets by the packet filter in the
network of the host; delays, cuts after a number of bytes and black holes within a message are made by a TCP relay between lab
and the host, which also counts round trips: a message that is sent after another was received comes one later.
Hosts are frozen, killed and booted again by their container engine. A killed container keeps what its kernel had not yet
written to the disk; a host that loses its power may not.

Random moments come from a seed, and are the same in each run. The machine: ${machine}.
`;
}

function groupSection({ title, results }: ResultGroup): string {
  const head = ["fault", "promised", "happened", ""];
  const rows = results.map(({ name, promise, happened, broken }) => [
    name,
    promise,
    broken.length === 0 ? happened : `${happened}; **broken: ${broken.join("; ")}**`,
    broken.length === 0 ? "kept" : "broken",
  ]);
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [`## ${title}`, "", line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A cell of a table is one line, in which a bar would begin the next cell. */
function cell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}
