import { defineModule } from "../resources/module.ts";
import { probeOf } from "../resources/probe.ts";
import { resource, satisfied } from "../resources/resource.ts";
import { resetScript, resetTimeoutMs } from "./reset-script.ts";

/** What shows that a host is, or was to be, a node: what kubeadm and the kubelet keep, and what runs because of it. */
const traces = [
  "/etc/kubernetes/kubelet.conf",
  "/etc/kubernetes/bootstrap-kubelet.conf",
  "/etc/kubernetes/admin.conf",
  "/etc/kubernetes/super-admin.conf",
  "/etc/kubernetes/pki/ca.crt",
  "/etc/kubernetes/manifests/kube-apiserver.yaml",
  "/var/lib/kubelet/config.yaml",
  "/var/lib/kubelet/kubeadm-flags.env",
  "/var/lib/etcd/member",
  "/sys/class/net/cni0",
  "/sys/class/net/flannel.1",
  "/sys/class/net/cilium_host",
  "/etc/systemd/system/lab-pod-network.service",
];

/** Paths that show that Kubernetes has been at work on a host; none where it is clean. Cost: rides in a frame. */
export const resetTraces = probeOf(
  {
    name: "reset traces",
    script: () => `for path in ${traces.join(" ")}; do [ ! -e "$path" ] || echo "$path"; done\n`,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const found = stdout.split("\n").filter((line) => line !== "");
      return queries.map((): readonly string[] => found);
    },
  },
  () => "all",
);

/** Takes Kubernetes off a host: what kubeadm, the kubelet and the pod network have made. Its software stays. */
export const resetHostModule = defineModule({
  name: "reset_host",
  summary: "Takes off a host what kubeadm, the kubelet and the pod network have made.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "- reset_host: {}\n",
  build: () =>
    resource({
      id: "Kubernetes on this host",
      probes: { traces: resetTraces({}) },
      plan: ({ traces: found }) => {
        if (found.length === 0) return satisfied;
        const script = resetScript();
        return {
          kind: "changes",
          changes: [{ kind: "run", summary: "kubeadm reset", script, timeoutMs: resetTimeoutMs }],
        };
      },
      after: () => ({ traces: [] }),
    }),
});
