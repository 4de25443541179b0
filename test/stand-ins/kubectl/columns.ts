import { type Fields, fieldsAt, listAt, textAt } from "../core/json.ts";
import { readyOf } from "./print-objects.ts";

type Column = readonly [title: string, value: (object: Fields) => string];

const name: Column = ["NAME", (object) => textAt(object, "metadata", "name")];
const age: Column = ["AGE", (object) => ageOf(textAt(object, "metadata", "creationTimestamp"))];
const status = (title: string, ...path: readonly string[]): Column => [
  title,
  (object) => textAt(object, "status", ...path) || "0",
];

const node: readonly Column[] = [
  name,
  ["STATUS", nodeStatus],
  [
    "ROLES",
    (object) =>
      Object.keys(fieldsAt(object, "metadata", "labels"))
        .filter((label) => label.startsWith("node-role.kubernetes.io/"))
        .map((label) => label.slice(24))
        .sort()
        .join(","),
  ],
  age,
  ["VERSION", (object) => textAt(object, "status", "nodeInfo", "kubeletVersion")],
];

const wideNode: readonly Column[] = [
  [
    "INTERNAL-IP",
    (object) =>
      textAt(
        listAt(object, "status", "addresses").find((one) => textAt(one, "type") === "InternalIP"),
        "address",
      ),
  ],
  ["EXTERNAL-IP", () => "<none>"],
  ["OS-IMAGE", (object) => textAt(object, "status", "nodeInfo", "osImage")],
  ["KERNEL-VERSION", (object) => textAt(object, "status", "nodeInfo", "kernelVersion")],
  ["CONTAINER-RUNTIME", (object) => textAt(object, "status", "nodeInfo", "containerRuntimeVersion")],
];

const pod: readonly Column[] = [
  name,
  ["READY", readyOf],
  ["STATUS", podStatus],
  ["RESTARTS", (object) => textAt(object, "status", "containerStatuses", 0, "restartCount") || "0"],
  age,
];

const widePod: readonly Column[] = [
  ["IP", (object) => textAt(object, "status", "podIP")],
  ["NODE", (object) => textAt(object, "spec", "nodeName")],
];

const others: Readonly<Record<string, readonly Column[]>> = {
  Event: [
    ["LAST SEEN", (object) => ageOf(textAt(object, "lastTimestamp"))],
    ["TYPE", (object) => textAt(object, "type")],
    ["REASON", (object) => textAt(object, "reason")],
    [
      "OBJECT",
      (object) =>
        `${textAt(object, "involvedObject", "kind").toLowerCase()}/${textAt(object, "involvedObject", "name")}`,
    ],
    ["MESSAGE", (object) => textAt(object, "message")],
  ],
  Namespace: [name, ["STATUS", (object) => textAt(object, "status", "phase")], age],
  ConfigMap: [name, ["DATA", (object) => String(Object.keys(fieldsAt(object, "data")).length)], age],
  Secret: [
    name,
    ["TYPE", (object) => textAt(object, "type") || "Opaque"],
    ["DATA", (object) => String(Object.keys(fieldsAt(object, "data")).length)],
    age,
  ],
  DaemonSet: [
    name,
    status("DESIRED", "desiredNumberScheduled"),
    status("CURRENT", "currentNumberScheduled"),
    status("READY", "numberReady"),
    status("UP-TO-DATE", "updatedNumberScheduled"),
    status("AVAILABLE", "numberAvailable"),
    age,
  ],
  Deployment: [
    name,
    [
      "READY",
      (object) =>
        `${textAt(object, "status", "readyReplicas") || "0"}/${textAt(object, "spec", "replicas") || "1"}`,
    ],
    status("UP-TO-DATE", "updatedReplicas"),
    status("AVAILABLE", "availableReplicas"),
    age,
  ],
};

/** The columns of a kind's table. */
export function columnsOf(kind: string, isWide: boolean): readonly Column[] {
  if (kind === "Node") return isWide ? [...node, ...wideNode] : node;
  if (kind === "Pod") return isWide ? [...pod, ...widePod] : pod;
  return others[kind] ?? [name, age];
}

function nodeStatus(object: Fields): string {
  const ready = listAt(object, "status", "conditions").find((one) => textAt(one, "type") === "Ready");
  const word = textAt(ready, "status") === "True" ? "Ready" : ready === undefined ? "Unknown" : "NotReady";
  return textAt(object, "spec", "unschedulable") === "true" ? `${word},SchedulingDisabled` : word;
}

function podStatus(object: Fields): string {
  const waiting = listAt(object, "status", "containerStatuses").map((one) =>
    textAt(one, "state", "waiting", "reason"),
  );
  return waiting.find((reason) => reason !== "") ?? textAt(object, "status", "phase");
}

function ageOf(created: string): string {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(created)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
