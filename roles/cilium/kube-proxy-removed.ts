import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { workloadState } from "../../src/kubernetes/workload.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

/** Whether the cluster has a kube-proxy, as kubeadm sets it up. */
export const kubeProxyState = () =>
  workloadState({ kind: "DaemonSet", namespace: "kube-system", name: "kube-proxy" });

/** kube-proxy with its configuration, which kubeadm would otherwise bring back with an upgrade. */
export const kubeProxyRemovedModule = defineModule({
  name: "kube_proxy_removed",
  summary: "Deletes kube-proxy and its configuration from the cluster.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "kube_proxy_removed: {}",
  build: () =>
    resource({
      id: "kube-proxy",
      probes: { kubeProxy: kubeProxyState() },
      plan({ kubeProxy }) {
        if (kubeProxy.kind === "unanswered") return { kind: "blocked", reason: kubeProxy.reason };
        if (kubeProxy.kind === "absent") return satisfied;
        const doomed = ["daemonset/kube-proxy", "configmap/kube-proxy"];
        const words = ["delete", ...doomed, "-n", "kube-system", "--ignore-not-found"];
        const change = {
          kind: "run",
          summary: "kubectl delete DaemonSet and ConfigMap kube-proxy",
          script: `${kubectl(words, { seconds: 60 })} >/dev/null`,
          timeoutMs: 90_000,
        } as const;
        return { kind: "changes", changes: [change] };
      },
      after: () => ({ kubeProxy: { kind: "absent" } as const }),
    }),
});
