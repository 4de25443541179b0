import { logging, tracing } from "./component-base.ts";
import { taints } from "./core-types.ts";
import {
  boolean,
  duration,
  type Fields,
  featureGates,
  integer,
  list,
  string,
  strings,
  struct,
} from "./fields.ts";

const seconds = integer("Seconds.", { minimum: 0 });

/** What the kubelet tells of its node, and how the node starts and stops. `userNamespaces` from 1.33. */
export const kubeletNodeFields: Fields = {
  registerNode: boolean("Makes the Node object."),
  registerWithTaints: taints,
  providerID: string("Id of the machine at its provider."),
  nodeStatusUpdateFrequency: duration("How often the node's status is worked out."),
  nodeStatusReportFrequency: duration("How often it is reported unchanged."),
  nodeStatusMaxImages: integer("Images in the node's status; -1 for all.", { minimum: -1 }),
  nodeLeaseDurationSeconds: integer("Life of the node's lease.", { minimum: 0 }),
  shutdownGracePeriod: duration("How long a shutdown waits for pods."),
  shutdownGracePeriodCriticalPods: duration("How much of that is for critical pods."),
  shutdownGracePeriodByPodPriority: list(
    "How long a shutdown waits, by priority.",
    struct("A priority and its time.", {
      priority: integer("Pods of this priority and above."),
      shutdownGracePeriodSeconds: seconds,
    }),
  ),
  clusterDomain: string("Domain of services."),
  clusterDNS: strings("Addresses of the cluster's DNS."),
  resolvConf: string("resolv.conf that pods inherit."),
  podCIDR: string("Addresses of pods without a control plane."),
  hairpinMode: string("How a pod reaches itself by its service.", {
    enum: ["promiscuous-bridge", "hairpin-veth", "none"],
  }),
  makeIPTablesUtilChains: boolean("Leaves a hint chain in iptables."),
  iptablesMasqueradeBit: integer("Without effect.", { minimum: 0, maximum: 31 }),
  iptablesDropBit: integer("Without effect.", { minimum: 0, maximum: 31 }),
  containerRuntimeEndpoint: string("Socket of the container runtime."),
  imageServiceEndpoint: string("Socket of the image service."),
  userNamespaces: struct("User namespaces of pods.", {
    idsPerPod: integer("User ids of a pod.", { minimum: 65536 }),
  }),
  failSwapOn: boolean("Refuses to start where there is swap."),
  failCgroupV1: boolean("Refuses to start on cgroup v1."),
  protectKernelDefaults: boolean("Refuses kernel settings that are not as expected."),
  localStorageCapacityIsolation: boolean("Ephemeral storage is limited."),
  oomScoreAdj: integer("oom_score_adj of the kubelet.", { minimum: -1000, maximum: 1000 }),
  maxOpenFiles: integer("Open files of the kubelet.", { minimum: 0 }),
  runOnce: boolean("Runs the static pods once, and ends."),
  featureGates: featureGates("Feature gates of the kubelet."),
  logging,
  tracing,
};
