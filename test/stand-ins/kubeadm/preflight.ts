import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { Exit } from "../core/exit.ts";
import { print, warn } from "../core/print.ts";
import { compareReleases, imagesOf, parseRelease } from "../core/release.ts";
import { containerdImages, installedVersion, onHost } from "./host.ts";
import type { ClusterSettings, NodeSettings } from "./settings.ts";

/** A check that a host did not pass. */
export interface Finding {
  readonly name: string;
  readonly message: string;
  readonly isWarning?: boolean;
}

/** Prints findings, and throws Exit where one that is not ignored is fatal. */
export function judge(findings: readonly Finding[], ignored: readonly string[]): void {
  const isIgnored = (name: string): boolean =>
    ignored.some((one) => ["all", name.toLowerCase()].includes(one.toLowerCase()));
  const fatal = findings.filter((finding) => !finding.isWarning && !isIgnored(finding.name));
  for (const { name, message } of findings.filter((finding) => !fatal.includes(finding)))
    warn(`\t[WARNING ${name}]: ${message}`);
  if (fatal.length === 0) return;
  const lines = fatal.map(({ name, message }) => `\t[ERROR ${name}]: ${message}`);
  throw new Exit(
    1,
    [
      "[preflight] Some fatal errors occurred:",
      ...lines,
      "[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`",
    ].join("\n"),
  );
}

/** What every node must have. */
export async function hostFindings(
  node: NodeSettings,
  isControlPlane: boolean,
  minor: number,
): Promise<Finding[]> {
  const images = await containerdImages(node.criSocket);
  const enabled = await onHost("systemctl", ["is-enabled", "kubelet"]);
  const active = await onHost("systemctl", ["cat", "kubelet"]);
  return [
    ...(await programFindings(minor)),
    ...(images === null
      ? [
          {
            name: "CRI",
            message: `could not connect to the container runtime: failed to create new CRI runtime service: validate service connection: validate CRI v1 runtime API for endpoint ${JSON.stringify(node.criSocket)}: rpc error: code = Unavailable desc = connection error`,
          },
        ]
      : []),
    ...(active.ok
      ? []
      : [{ name: "Service-Kubelet", message: "kubelet service does not exist", isWarning: true }]),
    ...(active.ok && !enabled.ok
      ? [
          {
            name: "Service-Kubelet",
            message: "kubelet service is not enabled, please run 'systemctl enable kubelet.service'",
            isWarning: true,
          },
        ]
      : []),
    ...contentFindings(),
    ...swapFindings(),
    ...(await portFindings(["10250", ...(isControlPlane ? [node.port, "10259", "10257"] : [])])),
  ];
}

/** Programs that kubeadm of that minor version wants on the path (preflight/checks_linux.go). */
async function programFindings(minor: number): Promise<Finding[]> {
  const mandatory = [
    "ip",
    "iptables",
    "mount",
    ...(minor < 32 ? ["conntrack", "crictl"] : []),
    ...(minor < 33 ? ["nsenter"] : ["losetup", "cp"]),
  ];
  const wanted = minor < 33 ? ["ebtables", "ethtool", "socat", "tc", "touch"] : [];
  const all = [...mandatory, ...wanted].map(async (program) => ({
    program,
    isThere: await isOnPath(program),
  }));
  const missing = (await Promise.all(all)).filter(({ isThere }) => !isThere);
  return missing.map(({ program }) => ({
    name: `FileExisting-${program}`,
    message: `${program} not found in system path`,
    isWarning: !mandatory.includes(program),
  }));
}

/** What must not be there before a node joins or a cluster is made. */
export function leftoverFindings(
  kind: "init" | "worker" | "control-plane",
  etcdFolder: string | null,
): Finding[] {
  const manifests = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"].map(
    (name) => `/etc/kubernetes/manifests/${name}.yaml`,
  );
  const files =
    kind === "init" ? manifests : ["/etc/kubernetes/kubelet.conf", "/etc/kubernetes/bootstrap-kubelet.conf"];
  const own = kind === "worker" ? ["/etc/kubernetes/pki/ca.crt"] : kind === "control-plane" ? manifests : [];
  const folders = kind === "worker" ? ["/etc/kubernetes/manifests"] : etcdFolder === null ? [] : [etcdFolder];
  return [
    ...[...files, ...own]
      .filter((path) => existsSync(path))
      .map((path) => ({ name: `FileAvailable-${dashed(path)}`, message: `${path} already exists` })),
    ...folders
      .filter(isFilled)
      .map((path) => ({ name: `DirAvailable-${dashed(path)}`, message: `${path} is not empty` })),
  ];
}

/** kubelet's and kubeadm's versions against the control plane's. */
export async function versionFindings(cluster: ClusterSettings, kubeadm: string): Promise<Finding[]> {
  const kubelet = await installedVersion("kubelet");
  const control = cluster.release;
  const own = parseRelease(kubeadm);
  if (kubelet === null)
    return [
      {
        name: "FileExisting-kubelet",
        message: "couldn't get kubelet version: executable file not found in $PATH",
      },
    ];
  const minor = parseRelease(kubelet)?.minor ?? 0;
  const isUnequal = own !== null && own.minor !== control.minor;
  return [
    ...(minor > control.minor
      ? [
          {
            name: "KubeletVersion",
            message: `the kubelet version is higher than the control plane version. This is not a supported version skew and may lead to a malfunctional cluster. Kubelet version: ${JSON.stringify(kubelet)} Control plane version: ${JSON.stringify(control.version)}`,
          },
        ]
      : []),
    ...(minor < control.minor - 3
      ? [
          {
            name: "KubeletVersion",
            message: `Kubelet version ${kubelet} is lower than kubeadm can support. Please upgrade kubelet`,
          },
        ]
      : []),
    ...(isUnequal && compareReleases(kubeadm, control.version) < 0
      ? [
          {
            name: "KubernetesVersion",
            message: `Kubernetes version is greater than kubeadm version. Please consider to upgrade kubeadm. Kubernetes version: ${control.version}. Kubeadm version: ${kubeadm}`,
          },
        ]
      : []),
  ];
}

/** Images that are not in containerd: stand-ins cannot pull. */
export async function imageFindings(cluster: ClusterSettings, node: NodeSettings): Promise<Finding[]> {
  const wanted = imagesOf(cluster.release, cluster.images);
  const names = [...wanted].filter(
    ([name]) =>
      (name !== "etcd" || cluster.externalEtcd === null) &&
      (name !== "coredns" || cluster.hasDns) &&
      (name !== "kube-proxy" || cluster.hasProxy),
  );
  const there = (await containerdImages(node.criSocket)) ?? new Set<string>();
  const missing = names.map(([, image]) => image).filter((image) => !there.has(image));
  return missing.map((image) => ({
    name: "ImagePull",
    message: `failed to pull image ${image}: failed to pull image ${image}: rpc error: code = Unavailable desc = failed to pull and unpack image ${JSON.stringify(image)}: failed to resolve reference: dial tcp: lookup ${image.split("/")[0]}: no such host`,
  }));
}

/** Says what is pulled, as kubeadm does. */
export function announcePull(): void {
  print("[preflight] Pulling images required for setting up a Kubernetes cluster");
  print("[preflight] This might take a minute or two, depending on the speed of your internet connection");
  print("[preflight] You can also perform this action beforehand using 'kubeadm config images pull'");
}

function contentFindings(): Finding[] {
  const path = "/proc/sys/net/ipv4/ip_forward";
  const isOn = readFileSync(path, "utf8").trim() === "1";
  return isOn ? [] : [{ name: `FileContent-${dashed(path)}`, message: `${path} contents are not set to 1` }];
}

function swapFindings(): Finding[] {
  const lines = readFileSync("/proc/swaps", "utf8").trim().split("\n");
  if (lines.length < 2) return [];
  return [
    {
      name: "Swap",
      message:
        "swap is supported for cgroup v2 only. The kubelet must be properly configured to use swap. Please refer to https://kubernetes.io/docs/concepts/architecture/nodes/#swap-memory, or disable swap on the node",
      isWarning: true,
    },
  ];
}

async function portFindings(ports: readonly string[]): Promise<Finding[]> {
  const used = await Promise.all(ports.map(async (port) => ((await isOpen(Number(port))) ? [port] : [])));
  return used.flat().map((port) => ({ name: `Port-${port}`, message: `Port ${port} is in use` }));
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

async function isOnPath(program: string): Promise<boolean> {
  return (await onHost("/bin/sh", ["-c", 'command -v "$0"', program])).ok;
}

function isFilled(path: string): boolean {
  return existsSync(path) && readdirSync(path).length > 0;
}

function dashed(path: string): string {
  return path.replaceAll("/", "-");
}
