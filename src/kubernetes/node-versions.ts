import { probeOf } from "../resources/probe.ts";
import { apiGet } from "./api-get.ts";
import { textAt } from "./health/object-fields.ts";
import { adminKubeconfig, kubeletKubeconfig } from "./paths.ts";
import { type Hop, isBefore } from "./upgrade-hops.ts";

/** Which releases of Kubernetes are on a node, as "1.33.4"; null for what is not there, or cannot be told now. */
export interface NodeVersions {
  /** It has joined a cluster, or tried to: there is a kubelet.conf. */
  readonly isMember: boolean;
  /** The installed program. */
  readonly kubeadm: string | null;
  /** The installed program. */
  readonly kubelet: string | null;
  /** The kubelet that runs, by the node's own entry in the API. */
  readonly running: string | null;
  /** The oldest of the control plane's static pods here; null on a worker. */
  readonly controlPlane: string | null;
  /** What the cluster's configuration (ConfigMap kubeadm-config) says; null on a worker. */
  readonly configured: string | null;
}

/**
 * Asks a node for its releases; cost: three short processes, and two requests to the API of at most 5 s each. The subject is
 * `node versions NODE`.
 */
export const nodeVersions = probeOf(
  {
    name: "node versions",
    isShared: true,
    script: (queries: readonly { readonly node: string }[]) =>
      queries.map(({ node }) => question(node)).join("echo ---\n"),
    parse: (stdout, queries) => {
      const parts = stdout.split("---\n");
      return queries.map((_, index) => parseNodeVersions(parts[index] ?? ""));
    },
  },
  ({ node }) => node,
);

function question(node: string): string {
  const self = { path: `/api/v1/nodes/${encodeURIComponent(node)}`, seconds: 5 };
  const configuration = { path: "/api/v1/namespaces/kube-system/configmaps/kubeadm-config", seconds: 5 };
  return `
printf 'kubeadm %s\\n' "$(kubeadm version -o short 2>/dev/null)"
printf 'kubelet %s\\n' "$(kubelet --version 2>/dev/null | sed -n 's/^Kubernetes //p')"
sed -n 's/^ *image: *"\\{0,1\\}[^ ]*:\\(v[0-9][^ "@]*\\).*/image \\1/p' \\
  /etc/kubernetes/manifests/kube-apiserver.yaml /etc/kubernetes/manifests/kube-controller-manager.yaml \\
  /etc/kubernetes/manifests/kube-scheduler.yaml 2>/dev/null
if [ -e ${kubeletKubeconfig} ]; then
  echo member
  printf 'node %s\\n' "$(${apiGet(kubeletKubeconfig, self)} 2>/dev/null | tr -d '\\n')"
fi
if [ -e ${adminKubeconfig} ]; then
  printf 'configuration %s\\n' "$(${apiGet(adminKubeconfig, configuration)} 2>/dev/null | tr -d '\\n')"
fi
`;
}

/** Reads what the question prints: lines of a word and a version, or of a word and the JSON of an object. Pure. */
export function parseNodeVersions(stdout: string): NodeVersions {
  const all = (word: string): string[] =>
    textsAfter(stdout, word).flatMap((text) => plainVersion(text) ?? []);
  const one = (word: string) => all(word)[0] ?? null;
  const object = (word: string) => parsedObject(textsAfter(stdout, word)[0] ?? "");
  const images = all("image").toSorted((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
  const configuration = textAt(object("configuration"), "data", "ClusterConfiguration");
  return {
    isMember: /^member$/m.test(stdout),
    kubeadm: one("kubeadm"),
    kubelet: one("kubelet"),
    running: plainVersion(textAt(object("node"), "status", "nodeInfo", "kubeletVersion")),
    controlPlane: images[0] ?? null,
    configured: plainVersion(/^kubernetesVersion: *(.*)$/m.exec(configuration)?.[1] ?? ""),
  };
}

function textsAfter(stdout: string, word: string): string[] {
  return [...stdout.matchAll(new RegExp(`^${word} (.*)$`, "gm"))].flatMap(([, text]) => text ?? []);
}

/** "v1.33.4" or "1.33.4", maybe in quotes, without what stands behind. */
function plainVersion(text: string): string | null {
  return /^"?v?(\d+\.\d+\.\d+)/.exec(text)?.[1] ?? null;
}

/** An API server that is busy may answer with something else. */
function parsedObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether something of a hop is still to be done on a node. Pure. */
export function isBehind(
  { isMember, kubelet, controlPlane, configured }: NodeVersions,
  { floor }: Hop,
): boolean {
  const known = [kubelet, controlPlane, configured].flatMap((version) => version ?? []);
  return isMember && known.some((version) => isBefore(version, floor));
}

/** Whether the node's own programs are still to be exchanged in a hop. Pure. */
export function hasOldKubelet({ isMember, kubelet }: NodeVersions, { floor }: Hop): boolean {
  return isMember && kubelet !== null && isBefore(kubelet, floor);
}

/** Whether the cluster itself has not begun with a hop, as far as this control plane shows. Pure. */
export function isBeforeHop({ isMember, controlPlane, configured }: NodeVersions, { floor }: Hop): boolean {
  const known = [controlPlane, configured].flatMap((version) => version ?? []);
  return isMember && known.length > 0 && known.every((version) => isBefore(version, floor));
}
