import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { base64, renderKubeconfig } from "../core/kubeconfig.ts";
import { issueClient, pkiFolder } from "./pki.ts";
import { type ClusterSettings, hostPort, type NodeSettings, serverOf } from "./settings.ts";

/** The kubeconfigs that kubeadm writes below /etc/kubernetes, by file name. */
export function kubeconfigSubjects(
  cluster: ClusterSettings,
  node: NodeSettings,
): ReadonlyMap<string, { readonly user: string; readonly subject: string; readonly isLocal: boolean }> {
  const hasSuperAdmin = cluster.release.minor >= 29;
  const adminGroup = hasSuperAdmin ? "kubeadm:cluster-admins" : "system:masters";
  const entry = (user: string, subject: string, isLocal = false) => ({ user, subject, isLocal });
  return new Map([
    ["admin.conf", entry("kubernetes-admin", `/O=${adminGroup}/CN=kubernetes-admin`)],
    ...(hasSuperAdmin
      ? [
          [
            "super-admin.conf",
            entry("kubernetes-super-admin", "/O=system:masters/CN=kubernetes-super-admin"),
          ] as const,
        ]
      : []),
    ["kubelet.conf", entry(`system:node:${node.name}`, `/O=system:nodes/CN=system:node:${node.name}`)],
    [
      "controller-manager.conf",
      entry("system:kube-controller-manager", "/CN=system:kube-controller-manager", true),
    ],
    ["scheduler.conf", entry("system:kube-scheduler", "/CN=system:kube-scheduler", true)],
  ]);
}

/** Writes one kubeconfig of a control plane; one that is there stays unless it is to be renewed. */
export async function writeKubeconfig(
  file: string,
  cluster: ClusterSettings,
  node: NodeSettings,
  renew = false,
): Promise<void> {
  const path = `/etc/kubernetes/${file}`;
  const wanted = kubeconfigSubjects(cluster, node).get(file);
  if (wanted === undefined || (existsSync(path) && !renew)) return;
  const server = wanted.isLocal ? `https://${hostPort(node.advertise, node.port)}` : serverOf(cluster, node);
  writeFileSync(path, await clientKubeconfig(wanted.user, wanted.subject, server, cluster), { mode: 0o600 });
}

/** Text of a kubeconfig for a new client certificate. */
export async function clientKubeconfig(
  user: string,
  subject: string,
  server: string,
  cluster: ClusterSettings,
): Promise<string> {
  const { cert, key } = await issueClient(subject, cluster.algorithm);
  const credentials = { "client-certificate-data": base64(cert), "client-key-data": base64(key) };
  const ca = readFileSync(`${pkiFolder}/ca.crt`, "utf8");
  return renderKubeconfig({ cluster: cluster.name, user, server, ca, credentials });
}
