import { createHash } from "node:crypto";
import { type Fields, fieldsAt, type Json, listAt, textAt } from "../core/json.ts";
import type { EtcdStore, Stored } from "./etcd-store.ts";
import { disruptionsAllowed, isReady } from "./evict.ts";
import { create, remove } from "./handle-objects.ts";
import { podStatus, tolerates } from "./pod-status.ts";
import { resourceTypes } from "./resource-types.ts";
import { objectSelector } from "./selectors.ts";
import { Refused } from "./status.ts";

const revisionMark = "lab-stand-in/revision";

interface World {
  readonly store: EtcdStore;
  readonly nodes: readonly Fields[];
  readonly pods: readonly Stored[];
}

/** Deployments, DaemonSets, StatefulSets, pods and budgets: pods come and go, statuses follow. */
export async function controlWorkloads(
  store: EtcdStore,
  parts: { readonly managed: boolean; readonly scheduled: boolean },
): Promise<void> {
  const [nodes, pods] = await Promise.all([store.list("/registry/minions/"), store.list("/registry/pods/")]);
  const world: World = { store, nodes: nodes.items.map((node) => node.object), pods: pods.items };
  if (parts.managed) {
    await controlAll(world, "daemonsets", controlDaemonSet);
    await controlAll(world, "deployments", controlDeployment);
    await controlAll(world, "statefulsets", controlStatefulSet);
    await controlAll(world, "poddisruptionbudgets", controlBudget);
  }
  for (const pod of pods.items) await controlPod(world, pod, parts.scheduled);
}

async function controlAll(
  world: World,
  plural: string,
  control: (world: World, owner: Fields) => Promise<Fields>,
): Promise<void> {
  const { items } = await world.store.list(`/registry/${plural}/`);
  for (const { key, object, revision } of items) {
    const status = {
      ...(await control(world, object)),
      observedGeneration: Number(textAt(object, "metadata", "generation") || "1"),
    };
    if (JSON.stringify(status) === JSON.stringify(object.status)) continue;
    await world.store.put(key, { ...object, status }, revision);
  }
}

async function controlDaemonSet(world: World, owner: Fields): Promise<Fields> {
  const template = fieldsAt(owner, "spec", "template");
  const selected = Object.entries(fieldsAt(template, "spec", "nodeSelector"));
  const wanted = world.nodes.filter((node) => {
    const labels = fieldsAt(node, "metadata", "labels");
    return selected.every(([name, value]) => labels[name] === value) && tolerates(template, node, true);
  });
  const names = wanted.map((node) => ({ node: textAt(node, "metadata", "name") }));
  const own = await ensurePods(
    world,
    owner,
    names.map(({ node }) => ({ suffix: shortHash(node), node })),
  );
  const ready = own.filter((pod) => isReady(pod)).length;
  return {
    currentNumberScheduled: own.length,
    desiredNumberScheduled: wanted.length,
    numberAvailable: ready,
    numberMisscheduled: 0,
    numberReady: ready,
    numberUnavailable: wanted.length - ready,
    updatedNumberScheduled: own.length,
  };
}

async function controlDeployment(world: World, owner: Fields): Promise<Fields> {
  const replicas = Number(textAt(owner, "spec", "replicas") || "1");
  const set = shortHash(JSON.stringify(owner.spec) ?? "");
  const wanted = Array.from({ length: replicas }, (_, index) => ({
    suffix: `${set}-${shortHash(`${set}${index}`)}`,
    node: "",
  }));
  const own = await ensurePods(world, owner, wanted);
  const ready = own.filter((pod) => isReady(pod)).length;
  const isAvailable = ready >= replicas;
  return {
    replicas: own.length,
    updatedReplicas: own.length,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: replicas - ready,
    conditions: [
      {
        type: "Available",
        status: isAvailable ? "True" : "False",
        reason: isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
      },
      {
        type: "Progressing",
        status: "True",
        reason: isAvailable ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
      },
    ],
  };
}

async function controlStatefulSet(world: World, owner: Fields): Promise<Fields> {
  const replicas = Number(textAt(owner, "spec", "replicas") || "1");
  const wanted = Array.from({ length: replicas }, (_, index) => ({ suffix: String(index), node: "" }));
  const own = await ensurePods(world, owner, wanted);
  const ready = own.filter((pod) => isReady(pod)).length;
  return {
    replicas: own.length,
    readyReplicas: ready,
    currentReplicas: own.length,
    updatedReplicas: own.length,
  };
}

function controlBudget(world: World, budget: Fields): Promise<Fields> {
  const selects = objectSelector(fieldsAt(budget, "spec", "selector"));
  const namespace = textAt(budget, "metadata", "namespace");
  const covered = world.pods
    .map((pod) => pod.object)
    .filter((pod) => textAt(pod, "metadata", "namespace") === namespace && selects(pod));
  const currentHealthy = covered.filter((pod) => isReady(pod)).length;
  const allowed = disruptionsAllowed(budget, covered.length, currentHealthy);
  return Promise.resolve({
    currentHealthy,
    desiredHealthy: currentHealthy - allowed,
    disruptionsAllowed: allowed,
    expectedPods: covered.length,
  });
}

/** Makes the pods that lack, removes those that are too many; returns those that stay. */
async function ensurePods(
  world: World,
  owner: Fields,
  wanted: readonly { readonly suffix: string; readonly node: string }[],
): Promise<Fields[]> {
  const uid = textAt(owner, "metadata", "uid");
  const own = world.pods.filter((pod) =>
    listAt(pod.object, "metadata", "ownerReferences").some((one) => textAt(one, "uid") === uid),
  );
  const names = new Map(
    wanted.map(({ suffix, node }) => [`${textAt(owner, "metadata", "name")}-${suffix}`, node]),
  );
  const revision = shortHash(JSON.stringify(owner.spec) ?? "");
  const isCurrent = (pod: Stored): boolean =>
    textAt(pod.object, "metadata", "annotations", revisionMark) === revision;
  const stay = own.filter((pod) => names.has(textAt(pod.object, "metadata", "name")) && isCurrent(pod));
  const type = typeOf("pods");
  const namespace = textAt(owner, "metadata", "namespace");
  for (const pod of own.filter((one) => !stay.includes(one))) {
    await remove(world.store, { type, namespace, name: textAt(pod.object, "metadata", "name") }, null).catch(
      () => undefined,
    );
  }
  // One of an older template has to be gone before its successor takes its name.
  const there = new Set(own.map((pod) => textAt(pod.object, "metadata", "name")));
  for (const [name, node] of names) {
    if (there.has(name)) continue;
    await create(world.store, { type, namespace, name: "" }, podOf(owner, name, node, revision)).catch(
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      },
    );
  }
  return stay.map((pod) => pod.object);
}

function podOf(owner: Fields, name: string, node: string, revision: string): Fields {
  const template = fieldsAt(owner, "spec", "template");
  const annotations = { ...fieldsAt(template, "metadata", "annotations"), [revisionMark]: revision };
  const reference = {
    apiVersion: textAt(owner, "apiVersion"),
    // Deployments own their pods by a ReplicaSet, which nobody looks at here.
    kind: textAt(owner, "kind") === "Deployment" ? "ReplicaSet" : textAt(owner, "kind"),
    name: textAt(owner, "metadata", "name"),
    uid: textAt(owner, "metadata", "uid"),
    controller: true,
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...fieldsAt(template, "metadata"),
      annotations,
      name,
      namespace: textAt(owner, "metadata", "namespace"),
      ownerReferences: [reference],
    },
    spec: { ...fieldsAt(template, "spec"), ...(node === "" ? {} : { nodeName: node }) },
    status: { phase: "Pending" },
  };
}

async function controlPod(world: World, pod: Stored, isScheduled: boolean): Promise<void> {
  const { object } = pod;
  // Static pods are told of by their kubelet.
  if (textAt(object, "metadata", "annotations", "kubernetes.io/config.mirror") !== "") return;
  const spec = fieldsAt(object, "spec");
  const node = textAt(spec, "nodeName") || (isScheduled ? chooseNode(world, object) : "");
  const host = world.nodes.find((one) => textAt(one, "metadata", "name") === node) ?? null;
  const status = podStatus(object, host);
  const next: Fields = { ...object, spec: node === "" ? spec : { ...spec, nodeName: node }, status };
  if (JSON.stringify(next) !== JSON.stringify(object)) await world.store.put(pod.key, next, pod.revision);
}

function chooseNode(world: World, pod: Fields): string {
  const selected = Object.entries(fieldsAt(pod, "spec", "nodeSelector"));
  const fitting = world.nodes.filter((node) => {
    const labels = fieldsAt(node, "metadata", "labels");
    return (
      isReady(node) &&
      selected.every(([name, value]) => labels[name] === value) &&
      tolerates({ spec: pod.spec ?? {} }, node, false)
    );
  });
  const load = (node: Json): number =>
    world.pods.filter((one) => textAt(one.object, "spec", "nodeName") === textAt(node, "metadata", "name"))
      .length;
  const [best] = [...fitting].sort((left, right) => load(left) - load(right));
  return textAt(best, "metadata", "name");
}

function typeOf(plural: string): (typeof resourceTypes)[number] {
  const type = resourceTypes.find((one) => one.plural === plural);
  if (type === undefined) throw new RangeError(plural);
  return type;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}
