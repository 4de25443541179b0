import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { stringify } from "yaml";
import { collectionPath } from "../apiserver/resource-types.ts";
import { ApiError } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, fieldsAt, textAt } from "../core/json.ts";
import { base64 } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import type { Call } from "./kubectl.ts";
import { readObjects } from "./read-objects.ts";
import { objectPath, shownName, typeOfObject } from "./resolve.ts";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** `kubectl apply -f`, on the client's or the server's side. */
export async function apply(call: Call): Promise<void> {
  refuse(call, ["prune", "kustomize", "wait"]);
  for (const object of readObjects(call.flags.list("filename"))) {
    const { path, collection } = await placeOf(call, object);
    const found = await call.api.find(path);
    const word = call.flags.isSet("server-side")
      ? await applyOnServer(call, path, object)
      : await applyHere(call, { path, collection, object, found });
    show(call, object, isDry(call) ? `${word} (${dryWord(call)})` : word);
  }
}

async function applyOnServer(call: Call, path: string, object: Fields): Promise<string> {
  if (!isDry(call))
    await call.api.call(
      "PATCH",
      `${path}?fieldManager=kubectl&force=${call.flags.isSet("force-conflicts")}`,
      object,
      "application/apply-patch+yaml",
    );
  return "serverside-applied";
}

async function applyHere(
  { api, flags }: Call,
  {
    path,
    collection,
    object,
    found,
  }: { path: string; collection: string; object: Fields; found: Fields | null },
): Promise<string> {
  const metadata = fieldsAt(object, "metadata");
  const annotations = { ...fieldsAt(metadata, "annotations"), [lastApplied]: `${JSON.stringify(object)}\n` };
  const marked = { ...object, metadata: { ...metadata, annotations } };
  if (found === null) {
    if (!flags.given.includes("dry-run")) await api.call("POST", collection, marked);
    return "created";
  }
  if (textAt(found, "metadata", "annotations", lastApplied) === annotations[lastApplied]) return "unchanged";
  if (!flags.given.includes("dry-run"))
    await api.call("PATCH", path, marked, "application/strategic-merge-patch+json");
  return "configured";
}

/** `kubectl create -f`, and of namespaces, ConfigMaps and Secrets from literals. */
export async function create(call: Call): Promise<void> {
  refuse(call, ["kustomize", "save-config"]);
  const files = call.flags.list("filename");
  const objects = files.length > 0 ? readObjects(files) : [objectOfWords(call)];
  for (const object of objects) {
    const { collection } = await placeOf(call, object);
    if (!isDry(call)) await call.api.call("POST", collection, object);
    show(call, object, isDry(call) ? `created (${dryWord(call)})` : "created");
  }
}

/** `kubectl replace -f`. */
export async function replace(call: Call): Promise<void> {
  for (const object of readObjects(call.flags.list("filename"))) {
    const { path } = await placeOf(call, object);
    await call.api.call("PUT", path, object);
    show(call, object, "replaced");
  }
}

function objectOfWords({ operands, flags, namespace }: Call): Fields {
  const [kind = "", ...words] = operands;
  const name = words.at(-1) ?? "";
  const metadata = { name, ...(kind.startsWith("n") ? {} : { namespace: namespace ?? "default" }) };
  const pairs = flags
    .list("from-literal")
    .map((pair) => pair.split(/=(.*)/s))
    .map(([key = "", value = ""]) => [key, value] as const);
  const files = flags
    .list("from-file")
    .map((pair) => (pair.includes("=") ? pair.split(/=(.*)/s) : [basename(pair), pair]))
    .map(([key = "", path = ""]) => [key, readFileSync(path, "utf8")] as const);
  if (/^(ns|namespaces?)$/.test(kind) && name !== "")
    return { apiVersion: "v1", kind: "Namespace", metadata };
  if (/^(cm|configmap)$/.test(kind) && name !== "")
    return { apiVersion: "v1", kind: "ConfigMap", metadata, data: Object.fromEntries([...pairs, ...files]) };
  if (kind === "secret" && words[0] === "generic") {
    const data = Object.fromEntries([...pairs, ...files].map(([key, value]) => [key, base64(value)]));
    return { apiVersion: "v1", kind: "Secret", metadata, type: flags.text("type") ?? "Opaque", data };
  }
  throw new Exit(1, `error: stand-in: kubectl create ${operands.join(" ")} is not played`);
}

async function placeOf(
  call: Call,
  object: Fields,
): Promise<{ readonly path: string; readonly collection: string }> {
  const type = await typeOfObject(object, call.api);
  const namespace = textAt(object, "metadata", "namespace");
  const asked = call.flags.text("namespace");
  if (type.namespaced && namespace !== "" && asked !== undefined && asked !== namespace) {
    throw new Exit(
      1,
      `error: the namespace from the provided object ${JSON.stringify(namespace)} does not match the namespace ${JSON.stringify(asked)}. You must pass '--namespace=${namespace}' to perform this operation.`,
    );
  }
  const inside = namespace || (asked ?? "default");
  return {
    path: objectPath(type, inside, textAt(object, "metadata", "name")),
    collection: collectionPath(type, inside),
  };
}

function show(call: Call, object: Fields, word: string): void {
  const output = call.flags.text("output");
  if (output === "name") print(shownName(object));
  else if (output === "yaml") print(stringify(object).trimEnd());
  else if (output === "json") print(JSON.stringify(object, null, 4));
  else print(`${shownName(object)} ${word}`);
}

function isDry({ flags }: Call): boolean {
  return flags.given.includes("dry-run") && flags.text("dry-run") !== "none";
}

function dryWord({ flags }: Call): string {
  return flags.text("dry-run") === "server" ? "server dry run" : "dry run";
}

function refuse({ flags, command }: Call, names: readonly string[]): void {
  const given = names.find((name) => flags.given.includes(name));
  if (given !== undefined) throw new Exit(1, `error: stand-in: kubectl ${command} --${given} is not played`);
}

/** Whether that is the answer for something that is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
