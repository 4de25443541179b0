import { type Fields, fieldsAt, type Json, listAt, textAt } from "../core/json.ts";
import { isReady } from "./evict.ts";

/** Whether a pod of this template may be on a node with its taints; DaemonSets bear what lifecycle and cordon bring. */
export function tolerates(template: Fields, node: Fields, isDaemon: boolean): boolean {
  const tolerations = listAt(template, "spec", "tolerations");
  return listAt(node, "spec", "taints").every((taint) => {
    const key = textAt(taint, "key");
    if (textAt(taint, "effect") === "PreferNoSchedule") return true;
    if (isDaemon && /^node\.kubernetes\.io\/(not-ready|unreachable|unschedulable)$/.test(key)) return true;
    return tolerations.some((one) => fits(one, taint));
  });
}

function fits(toleration: Json, taint: Json): boolean {
  const key = textAt(toleration, "key");
  const effect = textAt(toleration, "effect");
  if (effect !== "" && effect !== textAt(taint, "effect")) return false;
  if (key === "") return textAt(toleration, "operator") === "Exists";
  if (key !== textAt(taint, "key")) return false;
  return (
    textAt(toleration, "operator") === "Exists" || textAt(toleration, "value") === textAt(taint, "value")
  );
}

/** The status of a pod, which no kubelet runs here: it follows from its node's condition and images. */
export function podStatus(pod: Fields, node: Fields | null): Fields {
  if (node === null) {
    const condition = {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message: "0 nodes are available",
    };
    return { phase: "Pending", conditions: [condition] };
  }
  const images = new Set(listAt(node, "status", "images").flatMap((image) => listAt(image, "names")));
  const containers = listAt(pod, "spec", "containers");
  const lacking = containers.filter((one) => !images.has(textAt(one, "image")));
  const hostNetwork = textAt(pod, "spec", "hostNetwork") === "true";
  const isRunning = lacking.length === 0 && (hostNetwork || isReady(node));
  const hostIP = textAt(node, "status", "addresses", 0, "address");
  const before = fieldsAt(pod, "status");
  return {
    phase: isRunning ? "Running" : "Pending",
    conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
      type,
      status: isRunning || type === "PodScheduled" ? "True" : "False",
    })),
    hostIP,
    ...(isRunning ? { podIP: hostNetwork ? hostIP : addressIn(node, textAt(pod, "metadata", "uid")) } : {}),
    startTime: textAt(before, "startTime") || new Date().toISOString(),
    containerStatuses: containers.map((one) => containerStatus(one, isRunning, lacking.includes(one))),
  };
}

function containerStatus(container: Json, isRunning: boolean, isImageMissing: boolean): Fields {
  const waiting = isImageMissing
    ? {
        reason: "ErrImagePull",
        message: `failed to pull and unpack image ${JSON.stringify(textAt(container, "image"))}`,
      }
    : { reason: "ContainerCreating" };
  return {
    name: textAt(container, "name"),
    image: textAt(container, "image"),
    ready: isRunning,
    started: isRunning,
    restartCount: 0,
    state: isRunning ? { running: {} } : { waiting },
  };
}

function addressIn(node: Fields, uid: string): string {
  const base = textAt(node, "spec", "podCIDR").split(".").slice(0, 3).join(".");
  return base === "" ? "" : `${base}.${2 + (Number.parseInt(uid.slice(0, 4), 16) % 250)}`;
}
