import type { RequestContext, ResponseContext } from "@kubernetes/client-node";
import { InternalError } from "../errors.ts";
import { clusterNode } from "../kubernetes/health/cluster-node.ts";
import { clusterPod } from "../kubernetes/health/cluster-pod.ts";
import { daemonSet, deployment } from "../kubernetes/health/cluster-workload.ts";
import type { ClusterObjects } from "../kubernetes/health/judge-cluster.ts";
import type { TunnelShell } from "../transport/transport.ts";
import type { AdminAccess } from "./admin-access.ts";
import { listenFor } from "./api-listener.ts";

/** What the Kubernetes API says of a cluster, and who was asked. */
export interface ApiReport extends ClusterObjects {
  /** The control plane through which it was asked. */
  readonly through: string;
  /** Of that API server: "v1.33.4". */
  readonly version: string;
}

/**
 * Asks the API server of one control plane, by a port of this machine that leads through SSH to the node's loopback. Its
 * certificate is verified: kubeadm gives every API server the name "kubernetes". Sends nothing but GET. Cost: the library
 * once per process (0.3 s), then some ten round trips at the same time. Throws what the network, TLS or the API says.
 */
export async function readApi(
  shell: Pick<TunnelShell, "connect">,
  { host, port, access }: { readonly host: string; readonly port: number; readonly access: AdminAccess },
  signal: AbortSignal,
): Promise<ApiReport> {
  const connecting = { problem: null as unknown };
  const listener = await listenFor(() =>
    shell.connect("127.0.0.1", port, signal).catch((error: unknown) => {
      connecting.problem = error;
      throw error;
    }),
  );
  try {
    const configuration = await clientFor(listener.port, access);
    return { through: host, ...(await askedUntil(signal, () => askAll(configuration))) };
  } catch (error) {
    throw connecting.problem ?? error;
  } finally {
    listener.close();
  }
}

/** Loads the library while a host is still thinking; where that fails, `readApi` says so. */
export function preloadClient(): void {
  import("@kubernetes/client-node").catch(() => {});
}

type Configuration = Awaited<ReturnType<typeof clientFor>>;

async function clientFor(port: number, access: AdminAccess) {
  const { createConfiguration, KubeConfig, ServerConfiguration } = await import("@kubernetes/client-node");
  const server = `https://127.0.0.1:${port}`;
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: "cluster", server, skipTLSVerify: false, caData: access.ca, tlsServerName: "kubernetes" },
    { name: "admin", certData: access.certificate, keyData: access.key },
  );
  return createConfiguration({
    baseServer: new ServerConfiguration(server, {}),
    authMethods: { default: config },
    promiseMiddleware: [{ pre: refuseToWrite, post: async (answer: ResponseContext) => answer }],
  });
}

async function refuseToWrite(context: RequestContext): Promise<RequestContext> {
  const method = context.getHttpMethod();
  if (String(method) !== "GET") throw new InternalError(`asked to ${method} by what only reads`);
  return context;
}

async function askAll(configuration: Configuration): Promise<Omit<ApiReport, "through">> {
  const { AppsV1Api, CoreV1Api, VersionApi } = await import("@kubernetes/client-node");
  const [core, apps] = [new CoreV1Api(configuration), new AppsV1Api(configuration)];
  const [version, nodes, pods, daemonSets, deployments] = await Promise.all([
    new VersionApi(configuration).getCode(),
    core.listNode(),
    core.listPodForAllNamespaces(),
    apps.listDaemonSetForAllNamespaces(),
    apps.listNamespacedDeployment({ namespace: "kube-system" }),
  ]);
  return {
    version: version.gitVersion,
    nodes: nodes.items.map(clusterNode),
    pods: pods.items.map(clusterPod),
    workloads: [...daemonSets.items.map(daemonSet), ...deployments.items.map(deployment)],
  };
}

/** The client itself heeds no signal; closing the listener ends what it waits for. */
function askedUntil<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  return Promise.race([ask(), aborted]);
}
