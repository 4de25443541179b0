import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { type NodeList, nodeList } from "../../src/kubernetes/node-list.ts";
import { managedMark, type NodeMarks, noMarks } from "../../src/kubernetes/node-marks.ts";
import type { RunChange } from "../../src/resources/change.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource } from "../../src/resources/resource.ts";
import { type MarkChanges, planBack, planMarks, type WantedMarks, wantedTaints } from "./plan-marks.ts";

const texts = { type: "object", additionalProperties: { type: "string" } } as const;

/** Labels and taints of a Node; acts on a control plane. The Node is there, or will be once the tasks before it are done. */
export const nodeMarksModule = defineModule({
  name: "node_marks",
  summary: "Gives a node labels and taints, and takes away those that lab gave it before.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "labels", "taints"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      labels: { ...texts, description: "Labels and their values." },
      taints: {
        type: "array",
        items: { type: "string" },
        description: "Taints in kubectl's notation: key=value:Effect.",
      },
    },
  },
  example: "- node_marks:\n    node: worker1\n    labels: { disk: ssd }\n    taints: []\n",
  build: ({ node, labels, taints }) => {
    const wanted: WantedMarks = { labels, taints: wantedTaints(taints) };
    return resource({
      id: `labels and taints of ${node}`,
      probes: { list: nodeList({}) },
      plan: ({ list }) => ({ kind: "changes", changes: changes(node, marksIn(list, node), wanted) }),
      after: ({ list }) => ({ list: withMarks(list, node, marked(marksIn(list, node), wanted)) }),
    });
  },
});

function marksIn(list: NodeList, node: string): NodeMarks {
  const nodes = list.kind === "answered" ? list.nodes : [];
  return nodes.find(({ name }) => name === node)?.marks ?? noMarks;
}

function withMarks(list: NodeList, node: string, marks: NodeMarks): NodeList {
  const nodes = list.kind === "answered" ? list.nodes : [];
  const known = nodes.find(({ name }) => name === node) ?? { name: node, podCidrs: [], addresses: [] };
  return { kind: "answered", nodes: [...nodes.filter(({ name }) => name !== node), { ...known, marks }] };
}

function changes(node: string, now: NodeMarks, wanted: WantedMarks): RunChange[] {
  const there = planMarks(now, wanted);
  const commands = commandsOf(node, there);
  if (commands.length === 0) return [];
  return [
    {
      kind: "run",
      summary: summaryOf(node, there),
      script: commands.map((command) => `${command} || exit 1`).join("\n"),
      undo: undoScript(node, planBack(now, wanted)),
      timeoutMs: 90_000,
    },
  ];
}

function summaryOf(node: string, { labels, taints }: MarkChanges): string {
  const parts = [
    ...(labels.length > 0 ? [`label ${node} ${labels.join(" ")}`] : []),
    ...(taints.length > 0 ? [`taint ${node} ${taints.join(" ")}`] : []),
  ];
  return parts.length === 0 ? `remember the labels and taints of ${node}` : parts.join("; ");
}

function commandsOf(node: string, { labels, taints, managed }: MarkChanges): string[] {
  const call = (verb: string, args: readonly string[]) =>
    `${kubectl([verb, "node", node, ...args, "--overwrite"])} >/dev/null`;
  return [
    ...(labels.length > 0 ? [call("label", labels)] : []),
    ...(taints.length > 0 ? [call("taint", taints)] : []),
    ...(managed === null ? [] : [call("annotate", [`${managedMark}=${JSON.stringify(managed)}`])]),
  ];
}

/** kubectl refuses to take away a taint that is not there, and one of several may have been set. */
function undoScript(node: string, { labels, taints, managed }: MarkChanges): string {
  const single = taints.map((taint) => ({ labels: [], taints: [taint], managed: null }));
  const commands = [
    ...commandsOf(node, { labels, taints: [], managed }).map((command) => `${command} || exit 1`),
    ...single.flatMap((change) => commandsOf(node, change)).map((command) => `${command} 2>&1 || :`),
  ];
  return `lab_node=$(${kubectl(["get", "node", node, "--ignore-not-found", "-o", "name"])}) || exit 1
[ -n "$lab_node" ] || exit 0
${commands.join("\n")}`;
}

function marked(now: NodeMarks, wanted: WantedMarks): NodeMarks {
  const kept = <Value>(values: Readonly<Record<string, Value>>, managed: readonly string[]) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !managed.includes(key)));
  return {
    labels: { ...kept(now.labels, now.managed.labels), ...wanted.labels },
    taints: { ...kept(now.taints, now.managed.taints), ...wanted.taints },
    managed: {
      labels: Object.keys(wanted.labels).toSorted(),
      taints: Object.keys(wanted.taints).toSorted(),
    },
  };
}
