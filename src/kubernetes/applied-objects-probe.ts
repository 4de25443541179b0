import { probeOf } from "../resources/probe.ts";
import { readToolAnswers, type ToolAnswer, toolCallsScript } from "./kubectl-answer.ts";
import { kubectlCall } from "./kubectl-call.ts";
import { appliedMark, type ObjectRef } from "./manifest-objects.ts";

/** The hash of each object that is there, by its reference; "" where it is not lab's. */
export type AppliedObjects =
  | { readonly kind: "answered"; readonly hashes: Readonly<Record<string, string>> }
  | { readonly kind: "unanswered"; readonly reason: string };

interface Query {
  readonly name: string;
  readonly objects: readonly ObjectRef[];
}

/**
 * What of a manifest was applied, as annotations of its objects tell. Cost: one call of kubectl per namespace, which asks
 * for each object once and prints a line for it.
 */
export const appliedObjects = probeOf(
  {
    name: "applied objects",
    isShared: true,
    script: (queries: readonly Query[]) => toolCallsScript(queries.flatMap(callsOf)),
    parse: (stdout, queries): readonly AppliedObjects[] => {
      const counts = queries.map((query) => callsOf(query).length);
      const answers = readToolAnswers(
        stdout,
        counts.reduce((sum, count) => sum + count, 0),
      );
      return counts.map((count) => readAppliedObjects(answers.splice(0, count)));
    },
  },
  ({ name }) => name,
);

/** The key of an object in an answer. */
export function keyOf({ type, namespace, name }: ObjectRef): string {
  return `${type.split(".")[0]} ${namespace} ${name}`;
}

const columns = [
  "KIND:.kind",
  "NAMESPACE:.metadata.namespace",
  "NAME:.metadata.name",
  `APPLIED:.metadata.annotations.${appliedMark}`,
];

/** Else kubectl writes down which APIs there are; it needs them here, for a manifest names kinds and a path their plurals. */
const keepNothing = "--cache-dir=/dev/null";

function callsOf({ objects }: Query) {
  const namespaces = [...new Set(objects.map(({ namespace }) => namespace))].toSorted();
  return namespaces.map((namespace) => {
    const refs = objects
      .filter((object) => object.namespace === namespace)
      .map(({ type, name }) => `${type}/${name}`);
    const format = ["--ignore-not-found", "--no-headers", "-o", `custom-columns=${columns.join(",")}`];
    const place = namespace === "" ? [] : ["-n", namespace];
    return kubectlCall(["get", keepNothing, ...place, ...refs, ...format]);
  });
}

/** Reads lines of custom columns, in which "<none>" stands for nothing. Pure. */
export function readAppliedObjects(answers: readonly ToolAnswer[]): AppliedObjects {
  const hashes: Record<string, string> = {};
  for (const answer of answers) {
    if (answer.kind === "unanswered") {
      if (isUnknownType(answer.reason)) continue;
      return answer;
    }
    for (const line of answer.output.split("\n")) {
      const [kind, namespace = "", name, hash = ""] = line.trim().split(/\s+/).map(orEmpty);
      if (name) hashes[keyOf({ type: (kind ?? "").toLowerCase(), namespace, name })] = hash;
    }
  }
  return { kind: "answered", hashes };
}

/** A custom resource of which the manifest itself brings the definition. */
function isUnknownType(reason: string): boolean {
  return reason.includes("doesn't have a resource type");
}

function orEmpty(cell: string): string {
  return cell === "<none>" ? "" : cell;
}
