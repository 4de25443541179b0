import type { XStatic } from "typebox/schema";

const text = { type: "string" } as const;
const textOrNull = { type: ["string", "null"] } as const;
const integer = { type: "integer" } as const;
const integerOrNull = { type: ["integer", "null"] } as const;
const booleanOrNull = { type: ["boolean", "null"] } as const;

const share = {
  type: "object",
  required: ["name", "ready", "desired"],
  properties: {
    name: { ...text, description: "cilium, flannel, calico, bridge, coredns, …" },
    ready: { ...integer, description: "Nodes or pods on which it is ready." },
    desired: { ...integer, description: "On how many it is to be." },
  },
} as const;

const component = {
  type: "object",
  required: ["name", "version", "healthy", "problem", "leader", "databaseBytes"],
  properties: {
    name: { ...text, description: "kube-apiserver, kube-controller-manager, kube-scheduler or etcd." },
    version: { ...text, description: "Tag of its image; empty where that has none." },
    healthy: { type: "boolean", description: "What its own health endpoint says." },
    problem: { ...text, description: "Why it is not healthy; else empty." },
    leader: { ...booleanOrNull, description: "Of etcd: whether this member leads; else null." },
    databaseBytes: { ...integerOrNull, description: "Of etcd: size of the database; else null." },
  },
} as const;

const node = {
  type: "object",
  required: [
    "name",
    "role",
    "reachable",
    "problem",
    "ageSeconds",
    "os",
    "kernel",
    "kubelet",
    "kubeletVersion",
    "runtime",
    "runtimeState",
    "ready",
    "schedulable",
    "conditions",
    "components",
    "certificateDays",
    "certificates",
  ],
  properties: {
    name: { ...text, description: "As clusters.json has it." },
    role: { ...text, description: "control_plane, worker or etcd." },
    reachable: { type: "boolean", description: "Whether SSH has answered this time." },
    problem: { ...textOrNull, description: "Why the host could not be asked." },
    ageSeconds: {
      ...integerOrNull,
      description: "How old what the host said is; null where it is fresh, or unknown.",
    },
    os: { ...textOrNull, description: "PRETTY_NAME of os-release(5)." },
    kernel: { ...textOrNull, description: "Release of the kernel." },
    kubelet: { ...textOrNull, description: "active, inactive, failed, activating or unknown." },
    kubeletVersion: { ...textOrNull, description: "As the API has it, else the program: v1.33.4." },
    runtime: { ...textOrNull, description: "As the API has it, else the program: containerd 1.7.27." },
    runtimeState: { ...textOrNull, description: "Of containerd's unit, like kubelet." },
    ready: {
      ...textOrNull,
      description: "Of the Node object: True, False or Unknown; null where it is not known.",
    },
    schedulable: { ...booleanOrNull, description: "false where it is cordoned." },
    conditions: {
      type: "array",
      items: text,
      description: "Conditions besides Ready that are not as they should be: MemoryPressure.",
    },
    components: { type: "array", items: component, description: "Static pods of a control plane." },
    certificateDays: { ...integerOrNull, description: "Until the first certificate ends." },
    certificates: {
      type: "array",
      description: "Certificates below /etc/kubernetes, and the kubelet's.",
      items: {
        type: "object",
        required: ["name", "days", "ends"],
        properties: { name: text, days: integer, ends: { ...text, description: "ISO 8601." } },
      },
    },
  },
} as const;

const cluster = {
  type: "object",
  required: ["name", "verdict", "api", "nodes", "network", "dns", "pods", "findings"],
  properties: {
    name: text,
    verdict: { enum: ["healthy", "unhealthy", "unreachable"] },
    api: {
      type: "object",
      required: ["reachable", "through", "version", "problem", "ageSeconds"],
      properties: {
        reachable: { type: "boolean", description: "Whether the Kubernetes API has answered this time." },
        through: { ...textOrNull, description: "The control plane through which it was asked." },
        version: { ...textOrNull, description: "Of that API server." },
        problem: textOrNull,
        ageSeconds: {
          ...integerOrNull,
          description: "How old what the API said is; null where it is fresh, or unknown.",
        },
      },
    },
    nodes: { type: "array", items: node },
    network: { anyOf: [share, { type: "null" }] },
    dns: { anyOf: [share, { type: "null" }] },
    pods: {
      anyOf: [
        {
          type: "object",
          required: ["total", "notRunning"],
          properties: {
            total: integer,
            notRunning: {
              type: "array",
              items: {
                type: "object",
                required: ["namespace", "name", "node", "phase", "reason", "restarts"],
                properties: {
                  namespace: text,
                  name: text,
                  node: text,
                  phase: text,
                  reason: text,
                  restarts: integer,
                },
              },
            },
          },
        },
        { type: "null" },
      ],
    },
    findings: {
      type: "array",
      description: "What is not as it should be, and what to do about it.",
      items: {
        type: "object",
        required: ["check", "severity", "node", "message", "hint"],
        properties: {
          check: text,
          severity: { enum: ["error", "warning"] },
          node: textOrNull,
          message: text,
          hint: text,
        },
      },
    },
  },
} as const;

/** One snapshot, as `lab status --output json` prints it. */
export const statusSchema = {
  type: "object",
  required: ["version", "time", "clusters"],
  properties: {
    version: { const: 1, description: "Of this form." },
    time: { ...text, description: "ISO 8601." },
    clusters: { type: "array", items: cluster },
  },
} as const;

/** One snapshot. */
export type Status = XStatic<typeof statusSchema>;
/** One cluster of a snapshot. */
export type ClusterStatus = Status["clusters"][number];
/** One node of a cluster. */
export type NodeStatus = ClusterStatus["nodes"][number];
/** One component of a control plane. */
export type ComponentStatus = NodeStatus["components"][number];
