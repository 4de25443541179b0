import { existsSync } from "node:fs";
import { type Fields, textAt } from "../core/json.ts";
import { hastyApiBy } from "./api-by.ts";
import { readConfigMap } from "./join.ts";

/** The ClusterConfiguration that the cluster keeps, where this host may ask it; else nothing. */
export async function savedClusterDocuments(): Promise<ReadonlyMap<string, Fields>> {
  if (!existsSync("/etc/kubernetes/admin.conf")) return new Map();
  const document = await readConfigMap(
    hastyApiBy("admin.conf"),
    "kubeadm-config",
    "ClusterConfiguration",
  ).catch(() => null);
  return document === null || textAt(document, "kind") === ""
    ? new Map()
    : new Map([["ClusterConfiguration", document]]);
}
