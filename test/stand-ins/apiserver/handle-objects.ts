import { randomUUID } from "node:crypto";
import { type Fields, fieldsAt, isFields, type Json, listAt, textAt } from "../core/json.ts";
import type { EtcdStore, Stored } from "./etcd-store.ts";
import { withRevision } from "./etcd-store.ts";
import { jsonPatch, mergePatch, strategicPatch } from "./patch.ts";
import { groupVersion, type ResourceType } from "./resource-types.ts";
import { fieldSelector, labelSelector } from "./selectors.ts";
import { Refused } from "./status.ts";

/** Which object, or which collection when `name` is "". */
export interface Target {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string;
}

/** etcd's key, as kube-apiserver lays them out. */
export function keyOf({ type, namespace, name }: Target): string {
  const folders: Readonly<Record<string, string>> = {
    nodes: "minions",
    endpoints: "services/endpoints",
    services: "services/specs",
  };
  const group = /\./.test(type.group) && !/k8s\.io$/.test(type.group) ? `${type.group}/` : "";
  const folder = type.group === "" ? (folders[type.plural] ?? type.plural) : group + type.plural;
  return `/registry/${folder}/${type.namespaced && namespace !== "" ? `${namespace}/` : ""}${name}`;
}

/** "nodes" or "daemonsets.apps", as messages name it. */
export function qualified(type: ResourceType): string {
  return type.group === "" ? type.plural : `${type.plural}.${type.group}`;
}

/** The object; throws Refused (404). */
export async function read(store: EtcdStore, target: Target): Promise<Stored> {
  const found = await store.get(keyOf(target));
  if (found === null)
    throw new Refused(404, `${qualified(target.type)} ${JSON.stringify(target.name)} not found`);
  return found;
}

/** The List object of a collection. */
export async function list(store: EtcdStore, target: Target, query: URLSearchParams): Promise<Fields> {
  const { items, revision } = await store.list(keyOf({ ...target, name: "" }));
  const fits = filterOf(query);
  return {
    kind: `${target.type.kind}List`,
    apiVersion: groupVersion(target.type),
    metadata: { resourceVersion: revision },
    items: items.map((item) => item.object).filter(fits),
  };
}

/** The test of ?labelSelector= and ?fieldSelector=. */
export function filterOf(query: URLSearchParams): (object: Fields) => boolean {
  const labels = labelSelector(query.get("labelSelector") ?? "");
  const fields = fieldSelector(query.get("fieldSelector") ?? "");
  return (object) => labels(object) && fields(object);
}

/** Makes an object; throws Refused (409) where there is one of its name. */
export async function create(store: EtcdStore, target: Target, body: Json): Promise<Fields> {
  const object = checked(target, body, "");
  const metadata = fieldsAt(object, "metadata");
  const suffix = randomUUID().slice(0, 5);
  const name = textAt(metadata, "name") || `${textAt(metadata, "generateName")}${suffix}`;
  if (name === suffix)
    throw new Refused(
      422,
      `${target.type.kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
    );
  const full: Fields = {
    ...object,
    metadata: {
      ...metadata,
      name,
      ...(target.type.namespaced ? { namespace: target.namespace } : {}),
      uid: randomUUID(),
      creationTimestamp: new Date().toISOString().replace(/\.\d+Z/, "Z"),
      generation: 1,
    },
  };
  const revision = await store.put(keyOf({ ...target, name }), withoutRevision(full), "0");
  if (revision === null)
    throw new Refused(
      409,
      `${qualified(target.type)} ${JSON.stringify(name)} already exists`,
      "AlreadyExists",
    );
  return withRevision(full, revision);
}

/** Replaces an object, or its status alone. Throws Refused (404, 409). */
export async function replace(
  store: EtcdStore,
  target: Target,
  body: Json,
  subresource: string,
): Promise<Fields> {
  const object = checked(target, body, target.name);
  const wanted = textAt(object, "metadata", "resourceVersion");
  const before = await read(store, target);
  if (wanted !== "" && wanted !== before.revision) throw conflict(target);
  const next: Fields =
    subresource === "status"
      ? { ...before.object, status: object.status ?? {} }
      : keptBy(before.object, {
          ...object,
          ...(before.object.status !== undefined ? { status: before.object.status } : {}),
        });
  return write(store, target, next, before.revision);
}

/** Patches an object by the rules of the content type. Server-side apply makes what is not there. */
export async function patch(
  store: EtcdStore,
  target: Target,
  body: Json,
  contentType: string,
): Promise<Fields> {
  const isApply = contentType.includes("apply-patch");
  for (let attempt = 1; ; attempt += 1) {
    const before = await store.get(keyOf(target));
    if (before === null && isApply) return create(store, target, body);
    if (before === null)
      throw new Refused(404, `${qualified(target.type)} ${JSON.stringify(target.name)} not found`);
    const next = patched(before.object, body, contentType);
    const wanted = textAt(body, "metadata", "resourceVersion");
    if (wanted !== "" && wanted !== before.revision) throw conflict(target);
    const revision = await store.put(
      keyOf(target),
      withoutRevision(keptBy(before.object, checked(target, next, target.name))),
      before.revision,
    );
    if (revision !== null) return withRevision(next, revision);
    if (attempt === 5) throw conflict(target);
  }
}

/** Removes an object; what it owned goes with it, as the garbage collector would have it. Returns what it was. */
export async function remove(store: EtcdStore, target: Target, body: Json): Promise<Fields> {
  const found = await read(store, target);
  const uid = textAt(body, "preconditions", "uid");
  if (uid !== "" && uid !== textAt(found.object, "metadata", "uid")) throw conflict(target);
  await store.remove(found.key, found.revision);
  const owner = textAt(found.object, "metadata", "uid");
  const prefixes =
    target.type.plural === "namespaces"
      ? ["/registry/"]
      : ["/registry/pods/", "/registry/replicasets/", "/registry/secrets/"];
  for (const prefix of prefixes) {
    const { items } = await store.list(prefix);
    for (const item of items) {
      const isOwned = listAt(item.object, "metadata", "ownerReferences").some(
        (one) => textAt(one, "uid") === owner,
      );
      const isInside =
        target.type.plural === "namespaces" && textAt(item.object, "metadata", "namespace") === target.name;
      if (isOwned || isInside) await store.remove(item.key, item.revision);
    }
  }
  if (target.type.plural === "nodes") await forgetPodsOf(store, target.name);
  return found.object;
}

async function forgetPodsOf(store: EtcdStore, node: string): Promise<void> {
  const { items } = await store.list("/registry/pods/");
  const gone = items.filter((item) => textAt(item.object, "spec", "nodeName") === node);
  await Promise.all(gone.map((item) => store.remove(item.key, item.revision)));
}

function patched(object: Fields, body: Json, contentType: string): Json {
  if (contentType.includes("json-patch")) {
    try {
      return jsonPatch(object, Array.isArray(body) ? body : []);
    } catch (error) {
      throw new Refused(
        422,
        `the server rejected our request due to an error in our request: ${String(error)}`,
      );
    }
  }
  if (contentType.includes("strategic") || contentType.includes("apply-patch"))
    return strategicPatch(object, body);
  if (contentType.includes("merge-patch")) return mergePatch(object, body);
  throw new Refused(
    415,
    "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
  );
}

async function write(store: EtcdStore, target: Target, object: Fields, revision: string): Promise<Fields> {
  const written = await store.put(keyOf(target), withoutRevision(object), revision);
  if (written === null) throw conflict(target);
  return withRevision(object, written);
}

function conflict({ type, name }: Target): Refused {
  return new Refused(
    409,
    `Operation cannot be fulfilled on ${qualified(type)} ${JSON.stringify(name)}: the object has been modified; please apply your changes to the latest version and try again`,
  );
}

function checked({ type, namespace }: Target, body: Json, name: string): Fields {
  if (!isFields(body)) throw new Refused(400, "the object provided is unrecognized");
  const version = textAt(body, "apiVersion") || groupVersion(type);
  const kind = textAt(body, "kind") || type.kind;
  if (version !== groupVersion(type) || kind !== type.kind) {
    throw new Refused(
      400,
      `the API version or kind in the data (${version} ${kind}) does not match the expected (${groupVersion(type)} ${type.kind})`,
    );
  }
  const given = textAt(body, "metadata", "name");
  if (name !== "" && given !== "" && given !== name) {
    throw new Refused(400, `the name of the object (${given}) does not match the name on the URL (${name})`);
  }
  const inside = textAt(body, "metadata", "namespace");
  if (type.namespaced && inside !== "" && inside !== namespace) {
    throw new Refused(
      400,
      "the namespace of the provided object does not match the namespace sent on the request",
    );
  }
  return { kind, apiVersion: version, ...body };
}

/** What a client cannot change. */
function keptBy(before: Fields, next: Fields): Fields {
  const kept = fieldsAt(before, "metadata");
  const same = ["uid", "creationTimestamp", "name", "namespace"].flatMap((field) => {
    const value = kept[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  const generation = Number(kept.generation ?? 1);
  const isSame = JSON.stringify(before.spec) === JSON.stringify(next.spec);
  const metadata = {
    ...fieldsAt(next, "metadata"),
    ...Object.fromEntries(same),
    generation: isSame ? generation : generation + 1,
  };
  return { ...next, metadata };
}

function withoutRevision(object: Fields): Fields {
  const { resourceVersion: _, ...metadata } = fieldsAt(object, "metadata");
  return { ...object, metadata };
}
