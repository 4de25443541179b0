import { defineModule } from "../resources/module.ts";
import { type Plan, resource, satisfied } from "../resources/resource.ts";
import { helmRelease, type ReleaseState } from "./helm-release-probe.ts";
import { forgetScript, type ReleaseGoal, takeBackScript, upgradeScript } from "./helm-script.ts";
import { differingPaths } from "./helm-values.ts";

type Found = Extract<ReleaseState, { kind: "release" }>;

/** A chart installed by Helm: its version and the values that it is given. Acts on a control plane. */
export const helmReleaseModule = defineModule({
  name: "helm_release",
  summary: "Installs or upgrades a chart with Helm, where its version or its values are other ones.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name", "namespace", "chart", "values"],
    properties: {
      name: { type: "string", description: "Of the release." },
      namespace: { type: "string", description: "Where it is; made where it is missing." },
      chart: {
        type: "string",
        description: "The chart's name, or its reference: oci://quay.io/cilium/charts/cilium.",
      },
      repository: { type: "string", description: "URL of the repository that has the chart." },
      archive: {
        type: "object",
        additionalProperties: false,
        required: ["localPath", "sha256", "size"],
        description: "The chart itself, a file on the control machine, instead of a repository.",
        properties: {
          localPath: { type: "string", description: "Its path." },
          sha256: { type: "string", description: "Its checksum." },
          size: { type: "integer", description: "In bytes." },
        },
      },
      version: {
        type: "string",
        description: "Of the chart. Default: the newest when it is installed, and any afterwards.",
      },
      values: { type: "object", description: "What differs from the chart's own values." },
      timeout: { type: "integer", minimum: 1, description: "Seconds until all must be ready. Default: 600." },
    },
  },
  example: `helm_release:
  name: cilium
  namespace: kube-system
  chart: cilium
  repository: https://helm.cilium.io/
  version: 1.17.2
  values: { ipam: { mode: kubernetes } }`,
  build({ name, namespace, chart, values, timeout = 600, ...source }) {
    const goal: ReleaseGoal = { name, namespace, chart, values, timeout, ...source };
    return resource({
      id: `helm release ${name}`,
      probes: { release: helmRelease({ name, namespace }) },
      plan: ({ release }) => releasePlan(goal, release),
    });
  },
});

/** What is to happen to a release. Pure. */
export function releasePlan(goal: ReleaseGoal, state: ReleaseState): Plan {
  if (state.kind === "unanswered") return { kind: "blocked", reason: state.reason };
  if (state.kind === "absent")
    return changes(goal, state, `helm install ${goal.name}`, ["it is not installed"]);
  if (isUnderWay(state, goal.timeout)) {
    const message = `Helm says that ${goal.name} is ${state.status} since ${state.ageSeconds} s: somebody else installs or upgrades it; wait for that to end, at most ${goal.timeout} s`;
    return { kind: "failed", message };
  }
  const reasons = differences(goal, state);
  return reasons.length === 0 ? satisfied : changes(goal, state, `helm upgrade ${goal.name}`, reasons);
}

/** An operation that was cut off, by a reboot say, stays pending for ever; one that is younger than it may last is not. */
function isUnderWay({ status, ageSeconds }: Found, timeout: number): boolean {
  return status.startsWith("pending-") && ageSeconds < timeout;
}

/** Why a release is not as it should be, in words. Pure. */
export function differences(goal: ReleaseGoal, state: Found): string[] {
  const wanted = goal.version === undefined ? null : `${chartName(goal.chart)}-${goal.version}`;
  const paths = differingPaths(plain(goal.values), state.values);
  return [
    ...(state.status === "deployed" ? [] : [`it is ${state.status}`]),
    ...(wanted === null || sameChart(state.chart, wanted) ? [] : [`${state.chart} → ${wanted}`]),
    ...(paths.length === 0 ? [] : [`values: ${listed(paths)}`]),
  ];
}

/** As Helm keeps them: JSON, in which nothing is undefined. */
function plain(values: unknown): unknown {
  return JSON.parse(JSON.stringify(values));
}

/** Of "oci://quay.io/cilium/charts/cilium" the last part. */
function chartName(chart: string): string {
  return chart.split("/").at(-1) ?? chart;
}

/** Some projects number their charts with a "v". */
function sameChart(has: string, wanted: string): boolean {
  const bare = (text: string): string => text.replace(/-v(?=\d)/, "-");
  return bare(has) === bare(wanted);
}

function listed(paths: readonly string[]): string {
  return paths.length <= 6
    ? paths.join(", ")
    : `${paths.slice(0, 5).join(", ")} and ${paths.length - 5} more`;
}

function changes(
  goal: ReleaseGoal,
  state: Exclude<ReleaseState, { kind: "unanswered" }>,
  summary: string,
  reasons: readonly string[],
): Plan {
  const isCutOff = state.kind === "release" && state.status.startsWith("pending-");
  const forget = isCutOff ? forgetScript(goal, state.revision) : "";
  const change = {
    kind: "run",
    summary: `${summary} (${reasons.join("; ")})`,
    script: `${forget}${upgradeScript(goal)}`,
    undo: takeBackScript(goal, lastGood(state)),
    // Helm's own limit comes first, so that its words are heard.
    timeoutMs: (goal.timeout + 120) * 1000,
    ...(goal.archive ? { uploads: { lab_chart: { kind: "upload", ...goal.archive } } as const } : {}),
  } as const;
  return { kind: "changes", changes: [change], message: reasons.join("; ") };
}

/** The revision that an upgrade starts from; null where there is none. One that was cut off does not count. */
function lastGood(state: Exclude<ReleaseState, { kind: "unanswered" }>): number | null {
  if (state.kind === "absent") return null;
  if (!state.status.startsWith("pending-")) return state.revision;
  return state.revision > 1 ? state.revision - 1 : null;
}
