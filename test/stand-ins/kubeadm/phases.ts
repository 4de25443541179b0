import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";

/** Phases of `kubeadm init` in their order, as they can be told to fail. */
export const initPhases = [
  ...["preflight", "certs", "kubeconfig", "etcd", "control-plane", "kubelet-start", "wait-control-plane"],
  ...["upload-config", "upload-certs", "mark-control-plane", "bootstrap-token", "kubelet-finalize"],
  ...["addon/coredns", "addon/kube-proxy", "show-join-command"],
] as const;

/** Phases of `kubeadm join` of a control plane in their order; a worker has those of `workerPhases`. */
export function joinPhases(minor: number): readonly string[] {
  const prepare = ["download-certs", "certs", "kubeconfig", "control-plane"].map(
    (name) => `control-plane-prepare/${name}`,
  );
  const join =
    minor >= 33
      ? ["kubelet-start", "etcd-join", "kubelet-wait-bootstrap"]
      : ["kubelet-start", "control-plane-join/etcd"];
  return ["preflight", ...prepare, ...join, "control-plane-join/mark-control-plane", "wait-control-plane"];
}

/** Phases of `kubeadm join` of a worker. */
export const workerPhases = ["preflight", "kubelet-start"] as const;

/** Phases of `kubeadm upgrade apply` and `node`, and of `kubeadm reset`. */
export const upgradePhases = [
  "preflight",
  "control-plane",
  "upload-config",
  "kubelet-config",
  "bootstrap-token",
  "addon",
  "post-upgrade",
] as const;
export const resetPhases = ["preflight", "remove-etcd-member", "cleanup-node"] as const;

/** Runs the phases of one command: skips those that are to be skipped, and says which one failed. */
export class PhaseRunner {
  private readonly command: string;
  private readonly skipped: ReadonlySet<string>;
  private readonly only: readonly string[] | null;

  constructor(command: string, skipped: readonly string[], only: readonly string[] | null = null) {
    this.command = command;
    this.skipped = new Set(skipped);
    this.only = only;
  }

  /** Whether a phase is to run, by itself or by the one that it is part of. */
  wants(name: string): boolean {
    const [parent = ""] = name.split("/");
    const among = (names: readonly string[]): boolean =>
      names.includes(name) || names.includes(parent) || names.includes(`${parent}/all`);
    if (this.only !== null) return among(this.only);
    return !this.skipped.has(name) && !this.skipped.has(parent);
  }

  /** Runs a phase. Its body calls `middle` where half of its work is done: there it can be told to fail. */
  async run(name: string, body: (middle: () => Promise<void>) => Promise<void>): Promise<void> {
    if (!this.wants(name)) return;
    const cause = causes[name] ?? "context deadline exceeded";
    const fail = (message: string): string =>
      `error execution phase ${name}: ${message}\nTo see the stack trace of this error execute with --v=5 or higher`;
    try {
      await body(() => faultPoint(this.command, name, cause));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Exit(error instanceof Exit ? error.status : 1, fail(message));
    }
  }
}

/** What a phase says that was told to fail. */
const causes: Readonly<Record<string, string>> = {
  preflight:
    '[preflight] Some fatal errors occurred:\n\t[ERROR SystemVerification]: failed to parse kernel config: unable to load kernel module: "configs"\n[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`',
  certs:
    'failed to write or validate certificate "apiserver": failure while saving apiserver certificate: open /etc/kubernetes/pki/apiserver.crt: no space left on device',
  kubeconfig:
    "failed to save kubeconfig file /etc/kubernetes/controller-manager.conf on disk: no space left on device",
  etcd: 'failed to create static pod manifest file for "etcd": write /etc/kubernetes/manifests/etcd.yaml: no space left on device',
  "control-plane":
    'failed to create static pod manifest file for "kube-controller-manager": no space left on device',
  "kubelet-start":
    "error writing a static environment file for the kubelet: write /var/lib/kubelet/kubeadm-flags.env: no space left on device",
  "wait-control-plane":
    "could not initialize a Kubernetes cluster: failed while waiting for the control plane to start: context deadline exceeded",
  "upload-config":
    'error creating kubeadm-config ConfigMap: Post "https://127.0.0.1:6443": net/http: TLS handshake timeout',
  "upload-certs": "error uploading certs: error creating token: timed out waiting for the condition",
  "mark-control-plane": "error patching Node: timed out waiting for the condition",
  "bootstrap-token": "error updating or creating token: timed out waiting for the condition",
  "kubelet-finalize": "could not save kubelet.conf: open /etc/kubernetes/kubelet.conf: read-only file system",
  "addon/coredns": "unable to create RBAC clusterrolebinding: etcdserver: request timed out",
  "addon/kube-proxy": "unable to create daemonset: etcdserver: request timed out",
  "control-plane-prepare/download-certs":
    "error downloading certs: error downloading the secret: etcdserver: request timed out",
  "etcd-join": "error creating local etcd static pod manifest file: etcdserver: unhealthy cluster",
  "kubelet-wait-bootstrap":
    "timed out waiting for the kubelet to perform the TLS Bootstrap: context deadline exceeded",
  "control-plane-join/etcd":
    "error creating local etcd static pod manifest file: etcdserver: unhealthy cluster",
};
