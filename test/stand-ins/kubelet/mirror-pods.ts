import type { ApiClient } from "../core/api-client.ts";
import { type Fields, fieldsAt, listAt, textAt } from "../core/json.ts";
import { installNetworks } from "./install-networks.ts";
import type { KubeletSettings } from "./kubelet.ts";
import type { StaticPod, StaticPods } from "./static-pods.ts";

/** Tells the API server of the static pods: NAME-NODE in their namespace; takes back those that are gone. */
export async function mirrorPods(settings: KubeletSettings, api: ApiClient, pods: StaticPods): Promise<void> {
  const wanted = new Map(pods.all().map((pod) => [`${pod.name}-${settings.name}`, pod]));
  const query = `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${settings.name}`)}`;
  const own = listAt(await api.get(query), "items");
  installNetworks(own);
  const found = own.filter(
    (pod) => textAt(pod, "metadata", "annotations", "kubernetes.io/config.mirror") !== "",
  );
  for (const mirror of found) {
    const name = textAt(mirror, "metadata", "name");
    const path = `/api/v1/namespaces/${textAt(mirror, "metadata", "namespace")}/pods/${name}`;
    const pod = wanted.get(name);
    wanted.delete(name);
    const hash = textAt(mirror, "metadata", "annotations", "kubernetes.io/config.hash");
    if (pod === undefined || hash !== pod.uid) {
      await api.call("DELETE", path);
      if (pod !== undefined) wanted.set(name, pod);
      continue;
    }
    const status = statusOf(pod, settings);
    if (JSON.stringify(brief(status)) === JSON.stringify(brief(fieldsAt(mirror, "status")))) continue;
    await api.call("PATCH", `${path}/status`, { status }, "application/merge-patch+json");
  }
  for (const [name, pod] of wanted)
    await api.call("POST", `/api/v1/namespaces/${namespaceOf(pod)}/pods`, mirrorOf(name, pod, settings));
}

function namespaceOf(pod: StaticPod): string {
  return textAt(pod.manifest, "metadata", "namespace") || "default";
}

function mirrorOf(name: string, pod: StaticPod, settings: KubeletSettings): Fields {
  const metadata = fieldsAt(pod.manifest, "metadata");
  const marks = {
    "kubernetes.io/config.hash": pod.uid,
    "kubernetes.io/config.mirror": pod.uid,
    "kubernetes.io/config.source": "file",
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: namespaceOf(pod),
      labels: fieldsAt(metadata, "labels"),
      annotations: { ...fieldsAt(metadata, "annotations"), ...marks },
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name: settings.name, controller: true }],
    },
    spec: { ...fieldsAt(pod.manifest, "spec"), nodeName: settings.name },
    status: statusOf(pod, settings),
  };
}

function statusOf(pod: StaticPod, settings: KubeletSettings): Fields {
  const runs = pod.waiting === "";
  const hostIP = settings.nodeIps[0] ?? "";
  const startedAt = new Date(pod.startedAt).toISOString();
  return {
    phase: runs || pod.waiting === "CrashLoopBackOff" ? "Running" : "Pending",
    conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
      type,
      status: runs || ["Initialized", "PodScheduled"].includes(type) ? "True" : "False",
    })),
    hostIP,
    podIP: hostIP,
    startTime: startedAt,
    containerStatuses: listAt(pod.manifest, "spec", "containers").map((one) => ({
      name: textAt(one, "name"),
      image: textAt(one, "image"),
      imageID: "",
      ready: runs,
      started: runs,
      restartCount: pod.restarts,
      state: runs ? { running: { startedAt } } : { waiting: { reason: pod.waiting } },
    })),
  };
}

function brief(status: Fields): Fields {
  const containers = listAt(status, "containerStatuses").map((one) => [
    textAt(one, "ready"),
    textAt(one, "restartCount"),
    textAt(one, "state", "waiting", "reason"),
  ]);
  return { phase: textAt(status, "phase"), containers };
}
