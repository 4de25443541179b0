import { kubernetesFolder } from "../../src/kubernetes/paths.ts";
import {
  controlPlanePods,
  startPodsScript,
  stopPodsScript,
  stoppedFolder,
} from "../../src/kubernetes/static-pods.ts";
import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

/** Which pods of a control plane the kubelet is to run, and which were taken out of its sight. */
interface PodPlaces {
  readonly running: readonly string[];
  readonly stopped: readonly string[];
}

const podPlaces = probeOf(
  {
    name: "control plane pods",
    script: () => `for lab_pod in ${controlPlanePods.join(" ")}; do
  [ ! -e "${kubernetesFolder}/manifests/$lab_pod.yaml" ] || echo "running $lab_pod"
  [ ! -e "${stoppedFolder}/$lab_pod.yaml" ] || echo "stopped $lab_pod"
done
`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const named = (word: string) =>
        [...stdout.matchAll(new RegExp(`^${word} (\\S+)$`, "gm"))].flatMap(([, name]) => name ?? []);
      const places: PodPlaces = { running: named("running"), stopped: named("stopped") };
      return queries.map(() => places);
    },
  },
  () => "all",
);

/** Stops the static pods of a control plane, or lets the kubelet start them again. */
export const controlPlanePodsModule = defineModule({
  name: "control_plane_pods",
  summary: "Stops the static pods of a control plane, or starts them again.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["state"],
    properties: { state: { enum: ["stopped", "started"], description: "What they are to be." } },
  },
  example: "- control_plane_pods: { state: stopped }\n",
  build: ({ state }) =>
    resource({
      id: "pods of the control plane",
      probes: { places: podPlaces({}) },
      plan: ({ places }) => {
        const isStop = state === "stopped";
        const moved = isStop ? places.running : places.stopped;
        if (moved.length === 0) return satisfied;
        const script = isStop ? stopPodsScript : startPodsScript;
        const undo = isStop ? startPodsScript : stopPodsScript;
        const summary = `${isStop ? "stop" : "start"} ${moved.join(", ")}`;
        return { kind: "changes", changes: [{ kind: "run", summary, script, undo, timeoutMs: 180_000 }] };
      },
      after: ({ places: { running, stopped } }) => {
        const all = [...running, ...stopped];
        return {
          places: state === "stopped" ? { running: [], stopped: all } : { running: all, stopped: [] },
        };
      },
    }),
});
