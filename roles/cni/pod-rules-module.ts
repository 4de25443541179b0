import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { missingRules, type PodRules, podRules, removeRulesScript, rulesScript } from "./pod-rules.ts";

/** What iptables has in a table; null where there is no such tool. */
interface Tables {
  readonly nat: string;
  readonly filter: string;
}

/** The rules of one family. */
const rulesNow = probeOf(
  {
    name: "pod rules",
    script: (queries: readonly { readonly tool: PodRules["tool"] }[]) =>
      queries
        .map(
          ({ tool }) => `if command -v ${tool} >/dev/null 2>&1; then
  for lab_table in nat filter; do
    ${tool} -w 5 -t "$lab_table" -S || exit 1
    echo '==lab=='
  done
else
  echo '==lab none=='
fi`,
        )
        .join("\n"),
    parse: (stdout, queries) => readTables(stdout, queries.length),
  },
  ({ tool }) => tool,
);

/** Reads what the script above prints, one answer per family; null where there is no such tool. Pure. */
export function readTables(stdout: string, count: number): (Tables | null)[] {
  const parts = stdout.split(/^==lab(?: none)?==$/m);
  const marks = [...stdout.matchAll(/^==lab(?: none)?==$/gm)].map(([mark]) => mark);
  let at = 0;
  return Array.from({ length: count }, () => {
    if (marks[at] === "==lab none==") {
      at += 1;
      return null;
    }
    at += 2;
    return { nat: parts[at - 2] ?? "", filter: parts[at - 1] ?? "" };
  });
}

/** What iptables does for pods whose packets leave by the node's own routes. */
export const podRulesModule = defineModule({
  name: "pod_rules",
  summary: "Lets pods of one family out of their network, and through a FORWARD chain that drops.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["pod_cidr"],
    properties: { pod_cidr: { type: "string", description: "The network of all pods of the cluster." } },
  },
  freeForm: "pod_cidr",
  example: "pod_rules: 10.244.0.0/16",
  build({ pod_cidr }) {
    const rules = podRules(pod_cidr);
    return resource({
      id: `rules for pods of ${pod_cidr}`,
      probes: { now: rulesNow({ tool: rules.tool }) },
      plan({ now }) {
        if (now === null) return { kind: "blocked", reason: `${rules.tool} is not installed` };
        const missing = missingRules(rules, now);
        if (missing.length === 0) return satisfied;
        const change = {
          kind: "run",
          summary: `${rules.tool}: ${missing.join(", ")}`,
          script: `set -e\n${rulesScript(rules)}`,
          undo: removeRulesScript(rules),
          timeoutMs: 30_000,
          isLocal: true,
        } as const;
        return { kind: "changes", changes: [change] };
      },
    });
  },
});
