import type { ApiClient } from "../core/api-client.ts";
import { type Json, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { apiBy } from "./api-by.ts";
import { addMember, listMembers, promoteMember } from "./etcd-members.ts";
import { writeManifest } from "./manifests.ts";
import { type ClusterSettings, hostPort, type NodeSettings } from "./settings.ts";

/** Adds a learner, starts it, and makes it a voter. */
export async function joinEtcd(
  cluster: ClusterSettings,
  node: NodeSettings,
  middle: () => Promise<void>,
): Promise<void> {
  const peer = `https://${hostPort(node.advertise, "2380")}`;
  const endpoints = await etcdEndpoints(apiBy("admin.conf"), node.name);
  print("[etcd] Announced new etcd member joining to the existing etcd cluster");
  await listMembers(endpoints);
  const members = await addMember(endpoints, node.name, peer);
  await middle();
  print('[etcd] Creating static Pod manifest for "etcd"');
  writeManifest("etcd", cluster, node, members.map((member) => `${member.name}=${member.peer}`).join(","));
  await promoteMember(endpoints, peer);
  print('{"level":"info","msg":"promoted learner member"}');
}

/** Client URLs of the stacked etcd's members, as their pods' annotations tell. */
export async function etcdEndpoints(api: ApiClient, except: string): Promise<string[]> {
  const pods = await api.get(
    "/api/v1/namespaces/kube-system/pods?labelSelector=component%3Detcd,tier%3Dcontrol-plane",
  );
  const items = Array.isArray(pods.items) ? pods.items : [];
  const own = items.filter((pod: Json) => textAt(pod, "spec", "nodeName") !== except);
  return own
    .map((pod: Json) =>
      textAt(pod, "metadata", "annotations", "kubeadm.kubernetes.io/etcd.advertise-client-urls"),
    )
    .filter((url) => url !== "");
}
