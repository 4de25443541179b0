import {
  boolean,
  choice,
  duration,
  type Fields,
  integer,
  list,
  mapOf,
  quantity,
  string,
  stringMap,
  strings,
  struct,
} from "./fields.ts";

/**
 * CPU, memory and disk: what is reserved, and when pods are evicted. From 1.32 `singleProcessOOMKill`, from 1.36
 * `memoryReservationPolicy`.
 */
export const kubeletResourceFields: Fields = {
  cgroupDriver: choice("Who manages cgroups.", ["cgroupfs", "systemd"]),
  cgroupRoot: string("Cgroup of pods."),
  cgroupsPerQOS: boolean("Pods live in cgroups of their class."),
  kubeletCgroups: string("Cgroup of the kubelet."),
  systemCgroups: string("Cgroup of everything else."),
  cpuManagerPolicy: choice("How cores are given out.", ["none", "static"]),
  cpuManagerPolicyOptions: stringMap("Options of that policy."),
  cpuManagerReconcilePeriod: duration("Time between looks at cores."),
  cpuCFSQuota: boolean("CPU limits are enforced."),
  cpuCFSQuotaPeriod: duration("Period of the limits."),
  memoryManagerPolicy: choice("How memory is pinned.", ["None", "Static", "BestEffort"]),
  memoryThrottlingFactor: {
    type: "number",
    minimum: 0,
    maximum: 1,
    description: "Part of the limit that is memory.high.",
  },
  memoryReservationPolicy: choice("How memory is protected.", ["None", "TieredReservation"]),
  memorySwap: struct("Swap of pods.", {
    swapBehavior: choice("How much they may use.", ["NoSwap", "LimitedSwap", "UnlimitedSwap"]),
  }),
  reservedMemory: list(
    "Memory that is kept free, by NUMA node.",
    struct("A NUMA node.", {
      numaNode: integer("Its number.", { minimum: 0 }),
      limits: mapOf("Memory by kind.", quantity("How much.")),
    }),
  ),
  topologyManagerPolicy: choice("How NUMA nodes are heeded.", [
    "none",
    "best-effort",
    "restricted",
    "single-numa-node",
  ]),
  topologyManagerScope: choice("Whom that is about.", ["container", "pod"]),
  topologyManagerPolicyOptions: stringMap("Options of that policy."),
  singleProcessOOMKill: boolean("Out of memory ends one process, not the container."),
  kernelMemcgNotification: boolean("The kernel tells when memory runs short."),
  qosReserved: stringMap("Percentages kept for guaranteed pods."),
  systemReserved: stringMap("Resources kept for the system."),
  kubeReserved: stringMap("Resources kept for Kubernetes."),
  reservedSystemCPUs: string("Cores kept for the system."),
  systemReservedCgroup: string("Cgroup of the system."),
  kubeReservedCgroup: string("Cgroup of Kubernetes."),
  enforceNodeAllocatable: strings("What is held to its reserve.", {
    enum: [
      "none",
      "pods",
      "system-reserved",
      "system-reserved-compressible",
      "kube-reserved",
      "kube-reserved-compressible",
    ],
  }),
  evictionHard: stringMap("Thresholds that evict at once."),
  evictionSoft: stringMap("Thresholds that evict after a while."),
  evictionSoftGracePeriod: stringMap("That while, by signal."),
  evictionMinimumReclaim: stringMap("How much is freed at least."),
  evictionPressureTransitionPeriod: duration("How long pressure is reported afterwards."),
  evictionMaxPodGracePeriod: integer("Seconds that an evicted pod gets."),
  mergeDefaultEvictionSettings: boolean("Thresholds that are not given keep their defaults."),
};
