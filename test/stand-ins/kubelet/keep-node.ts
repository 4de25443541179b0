import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cpus, networkInterfaces, release, totalmem } from "node:os";
import { ApiClient, ApiError } from "../core/api-client.ts";
import { sleep } from "../core/duration.ts";
import { type Fields, fieldsAt, type Json, listAt, textAt } from "../core/json.ts";
import type { Access } from "../core/kubeconfig.ts";
import { warn } from "../core/print.ts";
import { containerdImages, onHost } from "../kubeadm/host.ts";
import type { KubeletSettings } from "./kubelet.ts";
import { mirrorPods } from "./mirror-pods.ts";
import type { StaticPods } from "./static-pods.ts";

const bootId = "/proc/sys/kernel/random/boot_id";

/** Registers the node, and from then on keeps its lease, status and mirror pods up to date. Never returns. */
export async function keepNode(settings: KubeletSettings, access: Access, pods: StaticPods): Promise<void> {
  const api = new ApiClient(access, 5000);
  const runtime =
    /v?(\d+\.\d+\.\d+\S*)/.exec(
      (await onHost("containerd", ["--version"])).stdout.split(" ").slice(2).join(" "),
    )?.[1] ?? "unknown";
  const runtimeVersion = `containerd://${runtime}`;
  let images: ReadonlySet<string> | null = null;
  for (let round = 0; ; round += 1) {
    try {
      // Each question to containerd is a process, and this machine plays many nodes.
      if (images === null || round % 5 === 0) images = await containerdImages(settings.socket);
      const facts = factsOf(settings, runtimeVersion, images);
      await keepOnce(settings, api, facts, round);
      await mirrorPods(settings, api, pods);
    } catch (error) {
      warn(
        `E kubelet_node_status.go:${error instanceof ApiError ? 116 : 540}] "Unable to register node with API server" err="${error instanceof Error ? error.message : String(error)}" node="${settings.name}"`,
      );
    }
    await sleep(settings.manifests !== "" && pods.all().length > 0 ? 700 : 1000);
  }
}

async function keepOnce(
  settings: KubeletSettings,
  api: ApiClient,
  status: Fields,
  round: number,
): Promise<void> {
  const found = await api.find(`/api/v1/nodes/${settings.name}`);
  if (found === null) {
    if (!settings.registers) return;
    await api.call("POST", "/api/v1/nodes", nodeObject(settings, status));
    warn(`I kubelet_node_status.go:78] "Successfully registered node" node="${settings.name}"`);
  } else if (JSON.stringify(comparable(status)) !== JSON.stringify(comparable(fieldsAt(found, "status")))) {
    await api.call(
      "PATCH",
      `/api/v1/nodes/${settings.name}/status`,
      { status },
      "application/merge-patch+json",
    );
  }
  // Leases are renewed each ten seconds.
  if (round % 10 === 0 || found === null) await renewLease(settings, api);
}

function comparable(status: Fields): Fields {
  const conditions = listAt(status, "conditions").map((one) => ({
    type: textAt(one, "type"),
    status: textAt(one, "status"),
  }));
  const parts = ["addresses", "nodeInfo", "images", "allocatable"].map(
    (part) => [part, status[part] ?? null] as const,
  );
  return { ...Object.fromEntries(parts), conditions };
}

async function renewLease(settings: KubeletSettings, api: ApiClient): Promise<void> {
  const collection = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  const spec = {
    holderIdentity: settings.name,
    leaseDurationSeconds: 40,
    renewTime: new Date().toISOString().replace("Z", "000Z"),
  };
  const path = `${collection}/${settings.name}`;
  if ((await api.find(path)) === null)
    await api.call("POST", collection, {
      metadata: { name: settings.name, namespace: "kube-node-lease" },
      spec,
    });
  else await api.merge(path, { spec });
}

function nodeObject(settings: KubeletSettings, status: Fields): Fields {
  const arch = process.arch === "arm64" ? "arm64" : "amd64";
  const labels = {
    "beta.kubernetes.io/arch": arch,
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": arch,
    "kubernetes.io/hostname": settings.name,
    "kubernetes.io/os": "linux",
    ...settings.labels,
  };
  const taints = Array.isArray(settings.taints) ? settings.taints : [];
  const annotations = { "volumes.kubernetes.io/controller-managed-attach-detach": "true" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: settings.name, labels, annotations },
    spec: taints.length > 0 ? { taints } : {},
    status,
  };
}

function factsOf(
  settings: KubeletSettings,
  containerRuntimeVersion: string,
  images: ReadonlySet<string> | null,
): Fields {
  const hasNetwork =
    existsSync("/etc/cni/net.d") &&
    readdirSync("/etc/cni/net.d").some((file) => /\.(conf|conflist|json)$/.test(file));
  const isReady = hasNetwork && images !== null;
  const memory = `${Math.floor(totalmem() / 1024)}Ki`;
  const resources = { cpu: String(cpus().length), "ephemeral-storage": "20Gi", memory, pods: "110" };
  const arch = process.arch === "arm64" ? "arm64" : "amd64";
  return {
    addresses: [
      ...addressesOf(settings).map((address) => ({ type: "InternalIP", address })),
      { type: "Hostname", address: settings.name },
    ],
    allocatable: resources,
    capacity: resources,
    conditions: conditionsOf(isReady, images === null),
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    images: [...(images ?? [])]
      .filter((name) => !name.startsWith("sha256:"))
      .sort()
      .map((name) => ({ names: [name], sizeBytes: 1024 })),
    nodeInfo: {
      architecture: arch,
      bootID: readFileSync(bootId, "utf8").trim(),
      containerRuntimeVersion,
      kernelVersion: release(),
      kubeProxyVersion: "",
      kubeletVersion: `v${settings.version}`,
      machineID: readFileSync("/etc/machine-id", "utf8").trim(),
      operatingSystem: "linux",
      osImage: osImage(),
      systemUUID: readFileSync("/etc/machine-id", "utf8").trim(),
    },
  };
}

function conditionsOf(isReady: boolean, isRuntimeDown: boolean): Json {
  const now = new Date().toISOString().replace(/\.\d+Z/, "Z");
  const times = { lastHeartbeatTime: now, lastTransitionTime: now };
  const fine = (type: string, reason: string): Fields => ({
    type,
    status: "False",
    reason,
    message: `kubelet has no ${type}`,
    ...times,
  });
  const cause = isRuntimeDown
    ? "[container runtime is down]"
    : "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";
  return [
    fine("MemoryPressure", "KubeletHasSufficientMemory"),
    fine("DiskPressure", "KubeletHasNoDiskPressure"),
    fine("PIDPressure", "KubeletHasSufficientPID"),
    {
      type: "Ready",
      status: isReady ? "True" : "False",
      reason: isReady ? "KubeletReady" : "KubeletNotReady",
      message: isReady ? "kubelet is posting ready status" : cause,
      ...times,
    },
  ];
}

/** The node IPs that were asked for, else what the first interface has. */
function addressesOf(settings: KubeletSettings): readonly string[] {
  const own = Object.entries(networkInterfaces())
    .flatMap(([, entries]) => entries ?? [])
    .filter((entry) => !entry.internal);
  if (settings.nodeIps.length === 0 || settings.nodeIps[0] === "0.0.0.0")
    return own
      .filter((entry) => entry.family === "IPv4")
      .map((entry) => entry.address)
      .slice(0, 1);
  return settings.nodeIps.filter((ip) => {
    const isOwn = own.some((entry) => entry.address === ip);
    if (!isOwn)
      warn(
        `E kubelet_node_status.go:701] "Failed to set some node status fields" err="failed to validate nodeIP: node IP: ${JSON.stringify(ip)} not found in the host's network interfaces"`,
      );
    return isOwn;
  });
}

function osImage(): string {
  return /PRETTY_NAME="?([^"\n]*)/.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "Linux";
}
