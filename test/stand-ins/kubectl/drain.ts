import { ApiError } from "../core/api-client.ts";
import { parseDuration, sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { type Fields, fieldsAt, listAt, textAt } from "../core/json.ts";
import { print, warn } from "../core/print.ts";
import type { Call } from "./kubectl.ts";
import { fetchWanted, typeOf } from "./resolve.ts";

/** `kubectl cordon`. */
export async function cordon(call: Call): Promise<void> {
  for (const node of await nodesOf(call)) await setSchedulable(call, node, false);
}

/** `kubectl uncordon`. */
export async function uncordon(call: Call): Promise<void> {
  for (const node of await nodesOf(call)) await setSchedulable(call, node, true);
}

/** `kubectl drain`: cordons, then evicts by the API, which minds PodDisruptionBudgets. */
export async function drain(call: Call): Promise<void> {
  for (const node of await nodesOf(call)) {
    await setSchedulable(call, node, false);
    await faultPoint("kubectl drain", "evict", "error: unable to drain node: etcdserver: request timed out");
    await drainOne(call, textAt(node, "metadata", "name"));
  }
}

async function nodesOf(call: Call): Promise<Fields[]> {
  const selector = call.flags.text("selector");
  const names = call.operands.map((word) => word.replace(/^nodes?\//, ""));
  if (names.length === 0 && selector === undefined)
    throw new Exit(
      1,
      `error: USAGE: ${call.command} NODE [flags]\nSee 'kubectl ${call.command} -h' for help and examples`,
    );
  return fetchWanted(call, { type: await typeOf("nodes", call.api), names });
}

async function setSchedulable(call: Call, node: Fields, wanted: boolean): Promise<void> {
  const name = textAt(node, "metadata", "name");
  const isSchedulable = textAt(node, "spec", "unschedulable") !== "true";
  const word = wanted ? "uncordoned" : "cordoned";
  if (isSchedulable === wanted) return print(`node/${name} already ${word}`);
  const spec = { unschedulable: wanted ? null : true };
  if (!isDry(call)) await call.api.merge(`/api/v1/nodes/${name}`, { spec });
  print(`node/${name} ${word}${isDry(call) ? " (dry run)" : ""}`);
}

async function drainOne(call: Call, node: string): Promise<void> {
  const query = new URLSearchParams({
    fieldSelector: `spec.nodeName=${node}`,
    labelSelector: call.flags.text("pod-selector") ?? "",
  });
  const pods = listAt(await call.api.get(`/api/v1/pods?${query}`), "items").map((pod) => fieldsAt(pod));
  const { evicted, daemons, refused } = sorted(call, pods);
  if (refused.length > 0) {
    throw new Exit(
      1,
      `error: unable to drain node ${JSON.stringify(node)} due to error: [${refused.join(", ")}], continuing command...\nThere are pending nodes to be drained:\n ${node}\n${refused.join("\n")}`,
    );
  }
  if (daemons.length > 0) warn(`Warning: ignoring DaemonSet-managed Pods: ${daemons.map(shown).join(", ")}`);
  const limit = parseDuration(call.flags.text("timeout") ?? "0s") ?? 0;
  const deadline = limit === 0 ? Number.POSITIVE_INFINITY : Date.now() + limit;
  if (!isDry(call)) await Promise.all(evicted.map((pod) => evict(call, node, pod, deadline)));
  print(`node/${node} drained${isDry(call) ? " (dry run)" : ""}`);
}

function sorted(
  call: Call,
  pods: readonly Fields[],
): { readonly evicted: Fields[]; readonly daemons: Fields[]; readonly refused: string[] } {
  const isMirror = (pod: Fields): boolean =>
    textAt(pod, "metadata", "annotations", "kubernetes.io/config.mirror") !== "";
  const ownerOf = (pod: Fields): string =>
    textAt(
      listAt(pod, "metadata", "ownerReferences").find((one) => textAt(one, "controller") === "true"),
      "kind",
    );
  const own = pods.filter((pod) => !isMirror(pod));
  const daemons = own.filter((pod) => ownerOf(pod) === "DaemonSet");
  const evicted = own.filter((pod) => !daemons.includes(pod));
  const bare = evicted.filter((pod) => ownerOf(pod) === "");
  const local = evicted.filter((pod) =>
    listAt(pod, "spec", "volumes").some((volume) => "emptyDir" in fieldsAt(volume)),
  );
  const { flags } = call;
  const refused = [
    ...(daemons.length > 0 && !flags.isSet("ignore-daemonsets")
      ? [
          `cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ${daemons.map(shown).join(", ")}`,
        ]
      : []),
    ...(local.length > 0 && !flags.isSet("delete-emptydir-data")
      ? [
          `cannot delete Pods with local storage (use --delete-emptydir-data to override): ${local.map(shown).join(", ")}`,
        ]
      : []),
    ...(bare.length > 0 && !flags.isSet("force")
      ? [
          `cannot delete Pods that declare no controller (use --force to override): ${bare.map(shown).join(", ")}`,
        ]
      : []),
  ];
  return { evicted, daemons, refused };
}

async function evict(call: Call, node: string, pod: Fields, deadline: number): Promise<void> {
  const [namespace, name, uid] = [
    textAt(pod, "metadata", "namespace"),
    textAt(pod, "metadata", "name"),
    textAt(pod, "metadata", "uid"),
  ];
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  print(`evicting pod ${namespace}/${name}`);
  for (;;) {
    try {
      const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
      await (call.flags.isSet("disable-eviction")
        ? call.api.call("DELETE", path)
        : call.api.call("POST", `${path}/eviction`, body));
      break;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) break;
      if (error.status !== 429) throw error;
      warn(
        `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}`,
      );
    }
    if (Date.now() + 1000 > deadline) throw timedOut(node, pod);
    await sleep(1000);
  }
  while (textAt(await call.api.find(path), "metadata", "uid") === uid) {
    if (Date.now() > deadline) throw timedOut(node, pod);
    await sleep(200);
  }
  print(`pod/${name} evicted`);
}

function timedOut(node: string, pod: Fields): Exit {
  return new Exit(
    1,
    `There are pending pods in node ${JSON.stringify(node)} when an error occurred: error when evicting pods/${JSON.stringify(textAt(pod, "metadata", "name"))} -n ${JSON.stringify(textAt(pod, "metadata", "namespace"))}: global timeout reached\nerror: unable to drain node ${JSON.stringify(node)} due to error: global timeout reached, continuing command...`,
  );
}

function shown(pod: Fields): string {
  return `${textAt(pod, "metadata", "namespace")}/${textAt(pod, "metadata", "name")}`;
}

function isDry({ flags }: Call): boolean {
  return flags.given.includes("dry-run") && flags.text("dry-run") !== "none";
}
