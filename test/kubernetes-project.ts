import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SandboxHost } from "../src/sandbox/sandbox-host.ts";
import { installNode } from "./stand-ins/install-node.ts";
import { makeBundle } from "./stand-ins/make-bundle.ts";

/** What the Kubernetes of a project is like. */
export interface KubernetesProject {
  readonly hosts: readonly SandboxHost[];
  /** What the bundle holds; the first one is that of the clusters. */
  readonly versions: readonly string[];
  /** Variables of all hosts, on top of those that sandbox hosts and stand-ins need. */
  readonly vars: Readonly<Record<string, unknown>>;
}

/**
 * Makes `folder` the folder of an inventory whose Kubernetes is that of the stand-ins: their bundle and the variables for
 * it are there afterwards, and what the stand-ins need is on the hosts. Cost: some seconds.
 */
export async function makeKubernetesProject(
  folder: string,
  { hosts, versions, vars }: KubernetesProject,
): Promise<void> {
  const bundle = join(folder, "bundle");
  await Promise.all([
    installNode(hosts.map(({ containerId }) => containerId)),
    makeBundle(bundle, versions),
    mkdir(join(folder, "group_vars")),
  ]);
  const needed = {
    kubernetes_version: versions[0],
    kubernetes_source: "bundle",
    bundle,
    cni: "bridge",
    restrict_oom_score_adj: true,
  };
  await writeFile(join(folder, "group_vars/all.json"), JSON.stringify({ ...needed, ...vars }));
}
