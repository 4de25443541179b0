import type { FlagSet } from "../core/flags.ts";

const texts = `address authorization-mode authorization-webhook-cache-authorized-ttl bootstrap-kubeconfig cert-dir
cgroup-driver cgroup-root client-ca-file cloud-config cloud-provider cluster-domain config config-dir
container-log-max-size container-runtime-endpoint cpu-manager-policy enforce-node-allocatable eviction-hard
eviction-soft feature-gates hostname-override image-credential-provider-bin-dir image-credential-provider-config
image-gc-high-threshold image-gc-low-threshold image-service-endpoint kube-reserved kube-reserved-cgroup kubeconfig
kubelet-cgroups lock-file log-flush-frequency logging-format max-pods memory-manager-policy node-ip
node-labels node-status-update-frequency pod-cidr pod-infra-container-image pod-manifest-path provider-id resolv-conf
root-dir runtime-cgroups runtime-request-timeout seccomp-default system-cgroups system-reserved system-reserved-cgroup
tls-cert-file tls-cipher-suites tls-min-version tls-private-key-file topology-manager-policy volume-plugin-dir
register-with-taints reserved-cpus healthz-bind-address`;

const switches = `allowed-unsafe-sysctls anonymous-auth authentication-token-webhook cgroups-per-qos cpu-cfs-quota
enable-controller-attach-detach enable-debugging-handlers enable-server exit-on-lock-contention fail-cgroupv1
fail-swap-on local-storage-capacity-isolation make-iptables-util-chains protect-kernel-defaults
register-node rotate-certificates rotate-server-certificates runonce serialize-image-pulls`;

/** Flags that are gone since a minor version. */
const goneSince: Readonly<Record<string, number>> = { "pod-infra-container-image": 35 };

/** Flags of the kubelet of that minor version. */
export function kubeletFlags(minor: number): FlagSet {
  const kept = texts.split(/\s+/).filter((name) => minor < (goneSince[name] ?? 99));
  return {
    flags: {
      ...Object.fromEntries(kept.map((name) => [name, "text" as const])),
      ...Object.fromEntries(switches.split(/\s+/).map((name) => [name, "flag" as const])),
      port: "number",
      "healthz-port": "number",
      v: "number",
      version: "optional",
    },
    short: { v: "v" },
  };
}
