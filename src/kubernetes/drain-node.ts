import { defineModule } from "../resources/module.ts";
import { resource, satisfied } from "../resources/resource.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { kubectl } from "./kubectl.ts";
import { cordonMark, type NodeObject, nodeObject } from "./node-object.ts";

/** What a drain may do, and how long it may take. */
export interface DrainLimits {
  /** Seconds in which all pods must have left; PodDisruptionBudgets are waited for as long. */
  readonly seconds: number;
  /** Removes pods that nothing will start again elsewhere, too. */
  readonly force: boolean;
}

/**
 * Takes the pods away from a node by eviction, so that PodDisruptionBudgets are respected; acts on a control plane. Where
 * it cannot, the node takes pods again as before.
 */
export const drainedNodeModule = defineModule({
  name: "drained_node",
  summary: "Cordons a node and evicts its pods.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "seconds"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      seconds: { type: "integer", minimum: 1, description: "Time in which all pods must have left." },
      force: { type: "boolean", description: "Removes pods without a controller, too. Default: false." },
    },
  },
  example: "- drained_node: { node: worker1, seconds: 300 }\n",
  build: ({ node, seconds, force = false }) =>
    resource({
      id: `drain of ${node}`,
      probes: { node: nodeObject({ node }) },
      plan: ({ node: state }) => {
        if (state.kind === "unanswered")
          return { kind: "blocked", reason: `the API server does not tell: ${state.reason}` };
        if (state.kind === "absent") return satisfied;
        const script = drainScript(node, state.isSchedulable, { seconds, force });
        const undo = state.isSchedulable ? { undo: uncordonScript(node) } : {};
        const summary = `kubectl drain ${node}`;
        return {
          kind: "changes",
          changes: [{ kind: "run", summary, script, ...undo, timeoutMs: (seconds + 60) * 1000 }],
        };
      },
      after: ({ node: state }) => ({ node: drained(state) }),
      verify: ({ node: state }) =>
        state.kind === "node" && state.isSchedulable ? `${node} still takes pods` : null,
    }),
});

/** Lets a node take pods again, if it was lab that had cordoned it; acts on a control plane. */
export const uncordonedNodeModule = defineModule({
  name: "uncordoned_node",
  summary: "Uncordons a node that lab has cordoned.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node"],
    properties: { node: { type: "string", description: "Name of the node." } },
  },
  example: "- uncordoned_node: { node: worker1 }\n",
  build: ({ node }) =>
    resource({
      id: `schedule of ${node}`,
      probes: { node: nodeObject({ node }) },
      plan: ({ node: state }) => {
        if (state.kind !== "node" || !state.isCordonedByLab) return satisfied;
        const summary = `kubectl uncordon ${node}`;
        return {
          kind: "changes",
          changes: [{ kind: "run", summary, script: uncordonScript(node), timeoutMs: 60_000 }],
        };
      },
      after: ({ node: state }) => ({
        node: state.kind === "node" ? { ...state, isSchedulable: true, isCordonedByLab: false } : state,
      }),
    }),
});

function drained(state: NodeObject): NodeObject {
  if (state.kind !== "node") return state;
  return { ...state, isSchedulable: false, isCordonedByLab: state.isCordonedByLab || state.isSchedulable };
}

/** The mark comes first: what was cordoned by a run that was killed is uncordoned by the next. */
export function drainScript(node: string, isSchedulable: boolean, { seconds, force }: DrainLimits): string {
  const drain = [
    ...["drain", node, "--ignore-daemonsets", "--delete-emptydir-data", `--timeout=${seconds}s`],
    ...(force ? ["--force"] : []),
  ];
  if (!isSchedulable) return `${kubectl(drain, { seconds: 0 })}\n`;
  return `${kubectl(["annotate", "node", node, `${cordonMark}=true`, "--overwrite"])} || exit
${kubectl(["cordon", node])} || exit
${kubectl(drain, { seconds: 0 })} && exit
lab_code=$?
echo ${shQuote(`the pods did not leave ${node}, which takes new ones again`)} >&2
${uncordonScript(node)}exit "$lab_code"
`;
}

function uncordonScript(node: string): string {
  return `${kubectl(["uncordon", node])} || exit
${kubectl(["annotate", "node", node, `${cordonMark}-`])}
`;
}
