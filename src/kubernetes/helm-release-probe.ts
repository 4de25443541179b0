import { probeOf } from "../resources/probe.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { listAt, textAt } from "./health/object-fields.ts";
import { answeredJson, readToolAnswers, type ToolAnswer, toolCallsScript } from "./kubectl-answer.ts";
import { adminKubeconfig } from "./paths.ts";

/** Which release is meant. */
export interface ReleaseRef {
  readonly name: string;
  readonly namespace: string;
}

/** A release as Helm keeps it in the cluster. */
export type ReleaseState =
  | { readonly kind: "absent" }
  /** Helm is not there, or the API server does not answer. */
  | { readonly kind: "unanswered"; readonly reason: string }
  | {
      readonly kind: "release";
      /** Chart and version in one: "cilium-1.17.2". */
      readonly chart: string;
      /** "deployed", "failed", "pending-install", "pending-upgrade", … */
      readonly status: string;
      readonly revision: number;
      /** The values that were given; those of the chart itself are not among them. */
      readonly values: unknown;
      /** Seconds since it was last touched, by the clock of the host. */
      readonly ageSeconds: number;
    };

/** Asks Helm about releases. Cost: two calls of helm each, about a second; ten at most where nobody answers. */
export const helmRelease = probeOf(
  {
    name: "helm release",
    isShared: true,
    script: (queries: readonly ReleaseRef[]) => `date +%s\n${toolCallsScript(queries.flatMap(callsOf))}`,
    parse: (stdout, queries): readonly ReleaseState[] => {
      const end = stdout.indexOf("\n");
      const now = Number(stdout.slice(0, end));
      const answers = readToolAnswers(stdout.slice(end + 1), queries.length * 2);
      return queries.map(() => readRelease(answers.splice(0, 2), now));
    },
  },
  ({ name, namespace }) => `${namespace}/${name}`,
);

/** sh words of helm with full rights on the cluster. */
export function helm(args: readonly string[]): string {
  return ["helm", `--kubeconfig=${adminKubeconfig}`, ...args].map(shQuote).join(" ");
}

function callsOf({ name, namespace }: ReleaseRef) {
  const call = (args: readonly string[]) => ({
    tool: "helm",
    kubeconfig: adminKubeconfig,
    words: helm(args),
    seconds: 10,
  });
  const place = ["--namespace", namespace, "--output", "json"];
  return [
    call(["list", "--all", "--filter", `^${name}$`, ...place]),
    call(["get", "values", name, ...place]),
  ];
}

/** Reads what `helm list` and `helm get values` print (Helm 3 and 4); the latter fails where there is no release. Pure. */
export function readRelease([list, values]: readonly ToolAnswer[], now: number): ReleaseState {
  if (list?.kind !== "answered") return { kind: "unanswered", reason: list?.reason ?? "helm said nothing" };
  const [release] = listAt({ items: answeredJson(list) }, "items");
  if (release === undefined) return { kind: "absent" };
  if (values?.kind !== "answered")
    return { kind: "unanswered", reason: values?.reason ?? "helm said nothing" };
  return {
    kind: "release",
    chart: textAt(release, "chart"),
    status: textAt(release, "status"),
    revision: Number(textAt(release, "revision")),
    values: answeredJson(values) ?? {},
    ageSeconds: now - secondsOf(textAt(release, "updated")),
  };
}

/** Go prints "2025-03-01 10:00:00.123456789 +0000 UTC"; 0 for what is no time. */
function secondsOf(text: string): number {
  const [, day, time, zone] = /^(\S+) ([\d:]+)\S* ([+-]\d{4})/.exec(text) ?? [];
  const at = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(at) ? 0 : Math.floor(at / 1000);
}
