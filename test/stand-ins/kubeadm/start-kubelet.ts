import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { hostname } from "node:os";
import { parse, stringify } from "yaml";
import { subnetOf } from "../apiserver/node-cidrs.ts";
import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, isFields, type Json, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { companionsOf } from "../core/release.ts";
import { onHost } from "./host.ts";
import type { ClusterSettings, NodeSettings } from "./settings.ts";

/** The kubelet's folder. */
export const kubeletFolder = "/var/lib/kubelet";

/** KubeletConfiguration of the cluster: what kubeadm sets, and what the file for --config says. */
export function kubeletConfiguration(cluster: ClusterSettings, given: Fields): Fields {
  const [first = ""] = cluster.serviceSubnet.split(",");
  const dns = (subnetOf(first, first.includes(":") ? 128 : 32, 10) ?? "").replace(/\/.*/, "");
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    authentication: {
      anonymous: { enabled: false },
      webhook: { cacheTTL: "0s", enabled: true },
      x509: { clientCAFile: "/etc/kubernetes/pki/ca.crt" },
    },
    authorization: { mode: "Webhook", webhook: { cacheAuthorizedTTL: "0s", cacheUnauthorizedTTL: "0s" } },
    cgroupDriver: "systemd",
    clusterDNS: [dns],
    clusterDomain: cluster.dnsDomain,
    healthzBindAddress: "127.0.0.1",
    healthzPort: 10_248,
    kind: "KubeletConfiguration",
    rotateCertificates: true,
    staticPodPath: "/etc/kubernetes/manifests",
    ...given,
  };
}

/**
 * Writes config.yaml and kubeadm-flags.env (from 1.35 on instance-config.yaml, too). The kubelet of a worker that joins
 * registers its taints itself; those of control planes are set by kubeadm.
 */
export function writeKubeletFiles(
  configuration: Fields,
  cluster: ClusterSettings,
  node: NodeSettings,
  registersTaints = false,
): void {
  mkdirSync(kubeletFolder, { recursive: true });
  print(
    `[kubelet-start] Writing kubelet environment file with flags to file "${kubeletFolder}/kubeadm-flags.env"`,
  );
  const ownNames = new Set(node.kubeletArguments.map(([name]) => name));
  const defaults: (readonly [string, string])[] = [
    ["container-runtime-endpoint", node.criSocket],
    ...(cluster.release.minor < 35
      ? [
          [
            "pod-infra-container-image",
            `${cluster.images.repository}/pause:${companionsOf(cluster.release).pause}`,
          ] as const,
        ]
      : []),
    ...(node.name === hostname().toLowerCase() ? [] : [["hostname-override", node.name] as const]),
    ...(registersTaints && node.taints !== null && node.taints.length > 0
      ? [["register-with-taints", node.taints.map(taintText).join(",")] as const]
      : []),
  ];
  const usesFile = cluster.release.minor >= 35;
  const flags = [
    ...defaults.filter(
      ([name]) => !ownNames.has(name) && !(usesFile && name === "container-runtime-endpoint"),
    ),
    ...node.kubeletArguments,
  ];
  const words = flags.map(([name, value]) => `--${name}=${value}`).sort();
  writeFileSync(`${kubeletFolder}/kubeadm-flags.env`, `KUBELET_KUBEADM_ARGS="${words.join(" ")}"\n`);
  if (usesFile) {
    const instance = {
      apiVersion: "kubelet.config.k8s.io/v1beta1",
      kind: "KubeletConfiguration",
      containerRuntimeEndpoint: node.criSocket,
    };
    writeFileSync(`${kubeletFolder}/instance-config.yaml`, stringify(instance));
  }
  print(`[kubelet-start] Writing kubelet configuration to file "${kubeletFolder}/config.yaml"`);
  const whole = usesFile ? { ...configuration, containerRuntimeEndpoint: node.criSocket } : configuration;
  writeFileSync(`${kubeletFolder}/config.yaml`, stringify(whole, { lineWidth: 0 }), { mode: 0o644 });
}

/** As the kubelet takes it: key=value:Effect, or key:Effect. */
function taintText(taint: Json): string {
  const [key, value, effect] = [textAt(taint, "key"), textAt(taint, "value"), textAt(taint, "effect")];
  return `${key}${value === "" ? "" : `=${value}`}:${effect}`;
}

/** Starts the kubelet anew by systemd. */
export async function restartKubelet(): Promise<void> {
  print("[kubelet-start] Starting the kubelet");
  await onHost("systemctl", ["daemon-reload"]);
  const started = await onHost("systemctl", ["restart", "kubelet"], 60_000);
  if (!started.ok)
    print(`[kubelet-start] WARNING: unable to start the kubelet service: [${started.stderr.trim()}]`);
}

/** Stops the kubelet. */
export async function stopKubelet(): Promise<void> {
  await onHost("systemctl", ["stop", "kubelet"], 60_000);
}

/** Waits until the kubelet is healthy; throws Exit. kubeadm waits 4 minutes, this two. */
export async function waitForKubelet(): Promise<void> {
  print(
    "[kubelet-check] Waiting for a healthy kubelet at http://127.0.0.1:10248/healthz. This can take up to 4m0s",
  );
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await isHealthy()) {
      print("[kubelet-check] The kubelet is healthy after 500ms");
      return;
    }
    await sleep(200);
  }
  throw new Exit(
    1,
    [
      "[kubelet-check] The kubelet is not healthy after 4m0s",
      "",
      "Unfortunately, an error has occurred, likely caused by:",
      "\t- The kubelet is not running",
      "\t- The kubelet is unhealthy due to a misconfiguration of the node in some way (required cgroups disabled)",
      "",
      "If you are on a systemd-powered system, you can try to troubleshoot the error with the following commands:",
      "\t- 'systemctl status kubelet'",
      "\t- 'journalctl -xeu kubelet'",
      "",
      "error: the HTTP call equal to 'curl -sSL http://127.0.0.1:10248/healthz' returned error: Get \"http://127.0.0.1:10248/healthz\": dial tcp 127.0.0.1:10248: connect: connection refused",
    ].join("\n"),
  );
}

function isHealthy(): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ host: "127.0.0.1", port: 10_248, path: "/healthz", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    sent.on("error", () => resolve(false));
    sent.end();
  });
}

/** The KubeletConfiguration that lies on this host. */
export function readKubeletConfiguration(): Fields {
  const value: Json = parse(readFileSync(`${kubeletFolder}/config.yaml`, "utf8"));
  return isFields(value) ? value : {};
}

/** The container runtime that this node's kubelet was told of. */
export function kubeletSocket(): string {
  try {
    const flags = readFileSync(`${kubeletFolder}/kubeadm-flags.env`, "utf8");
    const flag = /--container-runtime-endpoint=([^\s"]+)/.exec(flags)?.[1];
    return (
      flag ??
      (textAt(readKubeletConfiguration(), "containerRuntimeEndpoint") ||
        "unix:///run/containerd/containerd.sock")
    );
  } catch {
    return "unix:///run/containerd/containerd.sock";
  }
}

/** The flags that kubeadm-flags.env holds: an upgrade keeps them. */
export function keptKubeletArguments(): readonly (readonly [string, string])[] {
  const path = `${kubeletFolder}/kubeadm-flags.env`;
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const words = [...text.matchAll(/--([\w-]+)=([^\s"]*)/g)];
  return words
    .map(([, name = "", value = ""]) => [name, value] as const)
    .filter(([name]) => name !== "pod-infra-container-image");
}
