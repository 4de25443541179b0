import { ConnectionError } from "../errors.ts";
import type { StaticPod } from "../kubernetes/health/node-software.ts";
import { NothingListens } from "../transport/explain-tunnel.ts";
import type { TunnelShell } from "../transport/transport.ts";
import type { AdminAccess } from "./admin-access.ts";
import { type EtcdMember, parseEtcdMetrics } from "./etcd-metrics.ts";
import { reasonOf } from "./failed-reading.ts";
import { type HttpAnswer, tunnelGet } from "./tunnel-get.ts";

/** How one component of the control plane is on one node. */
export interface ComponentReport {
  /** "kube-apiserver" */
  readonly name: string;
  /** "v1.33.4", from its image; empty where that has no tag. */
  readonly version: string;
  readonly isHealthy: boolean;
  /** Why it is not healthy; else empty. */
  readonly problem: string;
  /** Of etcd, where it says so. */
  readonly member: EtcdMember | null;
}

/** Time for one component to answer. */
const answerTimeoutMs = 5000;

/** Ports on which the components answer where their manifest says nothing else. */
const usualPorts: Readonly<Record<string, string>> = {
  "kube-apiserver": "6443",
  "kube-controller-manager": "10257",
  "kube-scheduler": "10259",
};

/**
 * Asks the components of a control plane at their own health endpoints, each through a stream to the node's loopback. SSH
 * vouches for the host, so their self-signed certificates are taken. Cost: some five round trips, all at the same
 * time. Throws ConnectionError where the host forwards nothing.
 */
export function readComponents(
  shell: Pick<TunnelShell, "connect">,
  pods: readonly StaticPod[],
  access: AdminAccess | null,
  deadline: AbortSignal,
): Promise<ComponentReport[]> {
  const known = pods.filter(({ name }) => name === "etcd" || name in usualPorts);
  return Promise.all(known.map((pod) => readComponent(shell, pod, access, deadline)));
}

async function readComponent(
  shell: Pick<TunnelShell, "connect">,
  pod: StaticPod,
  access: AdminAccess | null,
  deadline: AbortSignal,
): Promise<ComponentReport> {
  const report = {
    name: pod.name,
    version: versionOf(pod.image),
    isHealthy: false,
    problem: "",
    member: null,
  };
  const signal = AbortSignal.any([deadline, AbortSignal.timeout(answerTimeoutMs)]);
  try {
    if (pod.name === "etcd") return { ...report, ...(await askEtcd(shell, pod, signal)) };
    const port = Number(pod.flags["secure-port"] ?? usualPorts[pod.name]);
    const path = pod.name === "kube-apiserver" ? "/readyz" : "/healthz";
    const stream = await shell.connect("127.0.0.1", port, signal);
    const answer = await tunnelGet(stream, path, tlsOf(access), signal);
    const problem = problemOf(answer);
    return { ...report, isHealthy: problem === "", problem };
  } catch (error) {
    // It says nothing of the component that nobody can get there.
    if (error instanceof ConnectionError && !(error instanceof NothingListens)) throw error;
    const problem = signal.aborted ? `did not answer within ${answerTimeoutMs / 1000} s` : reasonOf(error);
    return { ...report, problem };
  }
}

function tlsOf(access: AdminAccess | null) {
  const decode = (base64: string) => Buffer.from(base64, "base64");
  const login = access && { cert: decode(access.certificate), key: decode(access.key) };
  return { rejectUnauthorized: false, servername: "kubernetes", ...login };
}

async function askEtcd(
  shell: Pick<TunnelShell, "connect">,
  { flags }: StaticPod,
  signal: AbortSignal,
): Promise<Pick<ComponentReport, "isHealthy" | "problem" | "member">> {
  const [named] = (flags["listen-metrics-urls"] ?? "").split(",");
  const url = URL.parse(named ?? "");
  if (url?.protocol !== "http:") {
    return { isHealthy: false, problem: "its manifest names no http:// URL for metrics", member: null };
  }
  const host = url.hostname === "0.0.0.0" ? "127.0.0.1" : url.hostname.replace(/^\[(.*)\]$/, "$1");
  const get = async (path: string): Promise<HttpAnswer> =>
    tunnelGet(await shell.connect(host, Number(url.port || "80"), signal), path, null, signal);
  const [health, metrics] = await Promise.all([get("/health"), get("/metrics").catch(() => null)]);
  const member = metrics === null ? null : parseEtcdMetrics(metrics.text);
  const problem = problemOf(health);
  if (problem !== "") return { isHealthy: false, problem, member };
  return member?.hasLeader === false
    ? { isHealthy: false, problem: "it knows of no leader", member }
    : { isHealthy: true, problem: "", member };
}

/** Of a health endpoint: nothing where it is well, else the checks that fail. Pure. */
export function problemOf({ status, text }: HttpAnswer): string {
  if (status === 200) return "";
  const failed = [...text.matchAll(/^\[-\](\S+)/gm)].map(([, check = ""]) => check);
  if (failed.length > 0) return `not well: ${failed.join(", ")}`;
  const [, reason = ""] = /"reason":"([^"]+)"/.exec(text) ?? [];
  return reason === "" ? `answers with HTTP ${status}` : reason;
}

function versionOf(image: string): string {
  return /:(v?\d+\.\d+\.\d+[^@\s]*)/.exec(image)?.[1] ?? "";
}
