import { existsSync } from "node:fs";
import { ApiClient } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, fieldsAt, listAt, textAt } from "../core/json.ts";
import { readAccess } from "../core/kubeconfig.ts";
import { warn } from "../core/print.ts";
import { parseRelease, type Release } from "../core/release.ts";
import { readConfigMap } from "./join.ts";
import type { Call } from "./kubeadm.ts";
import { skewMessage, skewProblems } from "./upgrade-policy.ts";

/** What the cluster says of itself. */
export interface ClusterFacts {
  readonly api: ApiClient;
  readonly document: Fields;
  /** Without "v". */
  readonly version: string;
  readonly nodes: readonly Fields[];
}

/** Asks the cluster; the nodes only where this host may list them. */
export async function learn({ flags }: Call, usual = "/etc/kubernetes/admin.conf"): Promise<ClusterFacts> {
  const path = flags.text("kubeconfig") ?? (existsSync(usual) ? usual : "/etc/kubernetes/admin.conf");
  if (!existsSync(path))
    throw new Exit(
      1,
      `couldn't create a Kubernetes client from file ${JSON.stringify(path)}: failed to load admin kubeconfig: open ${path}: no such file or directory`,
    );
  const api = new ApiClient(readAccess(path), 10_000);
  const document = await readConfigMap(api, "kubeadm-config", "ClusterConfiguration");
  const isAdmin = path.endsWith("admin.conf");
  const nodes = isAdmin ? listAt(await api.get("/api/v1/nodes"), "items").map((node) => fieldsAt(node)) : [];
  const version = isAdmin
    ? textAt(await api.get("/version"), "gitVersion")
    : textAt(document, "kubernetesVersion");
  return { api, document, version: version.replace(/^v/, ""), nodes };
}

/** The release that an upgrade is to go to. */
export function targetOf(
  call: Call,
  facts: ClusterFacts,
  fallback: Release | null,
  configured = "",
): Release {
  const word = call.operands[0] ?? configured;
  const target = word === "" ? fallback : parseRelease(word);
  if (target !== null) return target;
  throw new Exit(
    1,
    word === ""
      ? "missing one or more required arguments. Required arguments: [version]"
      : `couldn't parse the version ${JSON.stringify(word)}; the cluster has v${facts.version}`,
  );
}

/** Throws Exit where the policy of skews is against it. */
export function refuseSkew(target: Release, call: Call, facts: ClusterFacts, isForced: boolean): void {
  const kubelets = facts.nodes.map((node) =>
    textAt(node, "status", "nodeInfo", "kubeletVersion").replace(/^v/, ""),
  );
  const problems = skewProblems(target, {
    cluster: facts.version,
    kubeadm: call.version,
    kubelets: [...new Set(kubelets)],
  });
  const message = skewMessage(problems, isForced);
  if (message !== null) throw new Exit(1, message);
  for (const problem of problems.skippable) warn(`[upgrade/version] WARNING: ${problem}`);
}

/** Control planes that are not ready. */
export function healthFindings({ nodes }: ClusterFacts): { name: string; message: string }[] {
  const label = "node-role.kubernetes.io/control-plane";
  const isReady = (node: Fields): boolean =>
    listAt(node, "status", "conditions").some(
      (one) => textAt(one, "type") === "Ready" && textAt(one, "status") === "True",
    );
  const sick = nodes
    .filter((node) => label in fieldsAt(node, "metadata", "labels") && !isReady(node))
    .map((node) => textAt(node, "metadata", "name"));
  return sick.length === 0
    ? []
    : [
        {
          name: "ControlPlaneNodesReady",
          message: `there are NotReady control-planes in the cluster: [${sick.join(" ")}]`,
        },
      ];
}
