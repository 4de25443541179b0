/** A Node as the API server of 1.33 has it, cut down to what anybody reads. */
export function nodeObject(
  name: string,
  { ready = "True", kubelet = "v1.33.4", isControlPlane = false, more = [] as object[] } = {},
) {
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: "2026-11-20T10:00:00Z",
    lastTransitionTime: "2026-11-20T09:00:00Z",
  });
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: isControlPlane ? { "node-role.kubernetes.io/control-plane": "" } : {},
      creationTimestamp: "2026-11-20T09:00:00Z",
    },
    spec: { podCIDR: "10.244.0.0/24" },
    status: {
      conditions: [
        condition(
          "MemoryPressure",
          "False",
          "KubeletHasSufficientMemory",
          "kubelet has sufficient memory available",
        ),
        ready === "True"
          ? condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")
          : condition("Ready", ready, "KubeletNotReady", "container runtime network not ready"),
        ...more,
      ],
      nodeInfo: { kubeletVersion: kubelet, containerRuntimeVersion: "containerd://1.7.27" },
    },
  };
}

/** A running Pod; `status` and `metadata` replace what is theirs. */
export function podObject(
  namespace: string,
  name: string,
  { node = "cp1", status = {} as object, metadata = {} as object, image = "registry.k8s.io/pause:3.10" } = {},
) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name, creationTimestamp: "2026-11-20T09:00:00Z", ...metadata },
    spec: { nodeName: node, containers: [{ name: "main", image }] },
    status: {
      phase: "Running",
      conditions: [
        { type: "PodScheduled", status: "True" },
        { type: "Ready", status: "True" },
      ],
      containerStatuses: [{ name: "main", ready: true, restartCount: 1, state: { running: {} } }],
      ...status,
    },
  };
}

/** A static pod of a control plane. */
export function componentObject(component: string, node: string, tag = "v1.33.4") {
  return podObject("kube-system", `${component}-${node}`, {
    node,
    metadata: { labels: { component, tier: "control-plane" } },
    image: `registry.k8s.io/${component}:${tag}`,
  });
}

export function daemonSetObject(namespace: string, name: string, ready: number, desired: number) {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { namespace, name },
    spec: { selector: { matchLabels: {} }, template: { metadata: {}, spec: { containers: [] } } },
    status: {
      currentNumberScheduled: desired,
      desiredNumberScheduled: desired,
      numberMisscheduled: 0,
      numberReady: ready,
    },
  };
}

/** A Deployment of which no pod is ready has no readyReplicas at all. */
export function deploymentObject(name: string, ready: number, replicas: number) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "kube-system", name },
    spec: { replicas, selector: { matchLabels: {} }, template: { metadata: {}, spec: { containers: [] } } },
    status: { replicas, ...(ready > 0 ? { readyReplicas: ready } : {}) },
  };
}
