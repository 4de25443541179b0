import { fieldAt, listAt, numberAt, textAt } from "./object-fields.ts";

/** A Pod object, as much of it as health is judged by. */
export interface ClusterPod {
  readonly namespace: string;
  readonly name: string;
  /** Where it runs; empty while it is not scheduled. */
  readonly node: string;
  readonly phase: string;
  /** It does its work, or has done it. */
  readonly isFine: boolean;
  /** Why it is not fine, in a word of the API: CrashLoopBackOff, Unschedulable. */
  readonly reason: string;
  readonly restarts: number;
  /** Of kubeadm's static pods: "kube-apiserver", "etcd"; else empty. */
  readonly component: string;
  /** Of the first container: "registry.k8s.io/kube-apiserver:v1.33.4". */
  readonly image: string;
}

/** Reads a Pod, as kubectl prints it or a client has it. Pure. */
export function clusterPod(pod: unknown): ClusterPod {
  const phase = textAt(pod, "status", "phase");
  const statuses = listAt(pod, "status", "containerStatuses");
  const isReady = condition(pod, "Ready")?.status === "True";
  const isFine = phase === "Succeeded" || (phase === "Running" && isReady);
  const isStatic = textAt(pod, "metadata", "labels", "tier") === "control-plane";
  return {
    namespace: textAt(pod, "metadata", "namespace"),
    name: textAt(pod, "metadata", "name"),
    node: textAt(pod, "spec", "nodeName"),
    phase,
    isFine,
    reason: isFine ? "" : reasonOf(pod, phase),
    restarts: statuses.reduce((sum: number, status) => sum + numberAt(status, "restartCount"), 0),
    component: isStatic ? textAt(pod, "metadata", "labels", "component") : "",
    image: textAt(listAt(pod, "spec", "containers")[0], "image"),
  };
}

function reasonOf(pod: unknown, phase: string): string {
  if (fieldAt(pod, "metadata", "deletionTimestamp") !== undefined) return "Terminating";
  const containers = ["initContainerStatuses", "containerStatuses"].flatMap((field) =>
    listAt(pod, "status", field),
  );
  const waiting = containers.map((status) => textAt(status, "state", "waiting", "reason"));
  const ended = containers
    .filter((status) => numberAt(status, "state", "terminated", "exitCode") !== 0)
    .map((status) => textAt(status, "state", "terminated", "reason"));
  const isInitialising = (reason: string) => reason === "PodInitializing" || reason === "ContainerCreating";
  const told = [...waiting.filter((reason) => !isInitialising(reason)), ...ended, ...waiting];
  const scheduled = condition(pod, "PodScheduled");
  const unscheduled = scheduled?.status === "False" ? scheduled.reason : "";
  const reasons = [textAt(pod, "status", "reason"), ...told, unscheduled];
  return reasons.find((reason) => reason !== "") ?? (phase === "Running" ? "NotReady" : phase);
}

function condition(pod: unknown, type: string): { status: string; reason: string } | undefined {
  const found = listAt(pod, "status", "conditions").find((each) => textAt(each, "type") === type);
  return found === undefined
    ? undefined
    : { status: textAt(found, "status"), reason: textAt(found, "reason") };
}
