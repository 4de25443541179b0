import { boolean, choice, duration, type Fields, integer, mapOf, string, strings, struct } from "./fields.ts";

const percent = { minimum: 0, maximum: 100 };

/**
 * Where the kubelet takes pods, images and volumes from. From 1.29 `imageMaximumGCAge`, from 1.30 `podLogsDir`,
 * `containerLogMaxWorkers` and `containerLogMonitorInterval`, from 1.32 `crashLoopBackOff`.
 */
export const kubeletPodFields: Fields = {
  staticPodPath: string("Folder of static pods."),
  staticPodURL: string("URL of static pods."),
  staticPodURLHeader: mapOf("Headers for that URL.", strings("Values.")),
  podLogsDir: string("Folder of the pods' logs."),
  syncFrequency: duration("Longest time between two looks at the running containers."),
  fileCheckFrequency: duration("Time between looks at files."),
  httpCheckFrequency: duration("Time between looks at the URL."),
  configMapAndSecretChangeDetectionStrategy: choice("How changes are noticed.", ["Get", "Cache", "Watch"]),
  maxPods: integer("Pods on the node. Default: 110.", { minimum: 0 }),
  podsPerCore: integer("Pods per core; 0 for no limit.", { minimum: 0 }),
  podPidsLimit: integer("Processes of a pod; -1 for no limit."),
  seccompDefault: boolean("RuntimeDefault is the seccomp profile of all pods."),
  allowedUnsafeSysctls: strings("Unsafe sysctls that pods may set."),
  crashLoopBackOff: struct("How often containers that fail are started.", {
    maxContainerRestartPeriod: duration("Longest wait."),
  }),
  runtimeRequestTimeout: duration("How long the container runtime may take."),
  registryPullQPS: integer("Pulls per second; 0 for no limit.", { minimum: 0 }),
  registryBurst: integer("Pulls at once.", { minimum: 0 }),
  serializeImagePulls: boolean("Images are pulled one at a time."),
  maxParallelImagePulls: integer("Images that are pulled at the same time.", { minimum: 1 }),
  imagePullCredentialsVerificationPolicy: choice("Whose credentials are checked for images that are there.", [
    "NeverVerify",
    "NeverVerifyPreloadedImages",
    "NeverVerifyAllowlistedImages",
    "AlwaysVerify",
  ]),
  preloadedImagesVerificationAllowlist: strings("Images that need no credentials."),
  imageMinimumGCAge: duration("Unused images stay at least as long."),
  imageMaximumGCAge: duration("Unused images stay at most as long."),
  imageGCHighThresholdPercent: integer("Use of the disk that starts a clean-up.", percent),
  imageGCLowThresholdPercent: integer("Use of the disk that ends it.", percent),
  volumeStatsAggPeriod: duration("Time between looks at volumes."),
  volumePluginDir: string("Folder of volume plugins."),
  enableControllerAttachDetach: boolean("A controller attaches volumes."),
  containerLogMaxSize: string("Size at which a log is rotated."),
  containerLogMaxFiles: integer("Log files of a container.", { minimum: 2 }),
  containerLogMaxWorkers: integer("Rotations at the same time.", { minimum: 1 }),
  containerLogMonitorInterval: duration("Time between looks at logs."),
};
