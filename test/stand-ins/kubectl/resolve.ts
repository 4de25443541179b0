import {
  collectionPath,
  groupVersion,
  type ResourceType,
  resourceTypes,
} from "../apiserver/resource-types.ts";
import type { ApiClient } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, isFields, type Json, listAt, textAt } from "../core/json.ts";
import type { Call } from "./kubectl.ts";

/** Things of one kind, named one by one; no names are all of them. */
export interface Wanted {
  readonly type: ResourceType;
  readonly names: readonly string[];
}

/** The kind that a word names: nodes, node, no, ds, daemonsets.apps, Deployment. */
export async function typeOf(word: string, api: ApiClient): Promise<ResourceType> {
  const [plain = "", ...group] = word.toLowerCase().split(".");
  const fits = (type: ResourceType): boolean =>
    [type.plural, type.kind.toLowerCase(), ...type.short].includes(plain) &&
    (group.length === 0 || `${type.group}`.startsWith(group.join(".").replace(/^v\d\w*\./, "")));
  const found = resourceTypes.find(fits) ?? (await customTypes(api)).find(fits);
  if (found === undefined)
    throw new Exit(1, `error: the server doesn't have a resource type ${JSON.stringify(word)}`);
  return found;
}

/** The kinds that CustomResourceDefinitions bring. */
async function customTypes(api: ApiClient): Promise<ResourceType[]> {
  const found = await api.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions");
  return listAt(found, "items").map((object) => ({
    group: textAt(object, "spec", "group"),
    version: textAt(object, "spec", "versions", 0, "name"),
    plural: textAt(object, "spec", "names", "plural"),
    kind: textAt(object, "spec", "names", "kind"),
    namespaced: textAt(object, "spec", "scope") === "Namespaced",
    short: listAt(object, "spec", "names", "shortNames").map(String),
  }));
}

/** The kind of an object in a file. */
export async function typeOfObject(object: Fields, api: ApiClient): Promise<ResourceType> {
  const [version, kind] = [textAt(object, "apiVersion"), textAt(object, "kind")];
  const fits = (type: ResourceType): boolean => type.kind === kind && groupVersion(type) === version;
  const found = resourceTypes.find(fits) ?? (await customTypes(api)).find(fits);
  if (found !== undefined) return found;
  throw new Exit(
    1,
    `error: resource mapping not found for name: ${JSON.stringify(textAt(object, "metadata", "name"))}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(version)}\nensure CRDs are installed first`,
  );
}

/** What operands name: `nodes`, `node a b`, `node/a pod/b`, `pods,services`. */
export async function wantedOf(operands: readonly string[], api: ApiClient): Promise<Wanted[]> {
  if (operands.some((word) => word.includes("/"))) {
    return Promise.all(
      operands.map(async (word) => {
        const [kind = "", name = ""] = word.split("/");
        if (name === "")
          throw new Exit(
            1,
            "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form",
          );
        return { type: await typeOf(kind, api), names: [name] };
      }),
    );
  }
  const [kinds, ...names] = operands;
  if (kinds === undefined)
    throw new Exit(
      1,
      'error: You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  return Promise.all(kinds.split(",").map(async (kind) => ({ type: await typeOf(kind, api), names })));
}

/** The URL of one object. */
export function objectPath(type: ResourceType, namespace: string | null, name: string): string {
  return `${collectionPath(type, namespace ?? "default")}/${encodeURIComponent(name)}`;
}

/** The objects of a call: by their names, or by selectors. Throws ApiError where a named one is not there. */
export async function fetchWanted(call: Call, wanted: Wanted): Promise<Fields[]> {
  const { api, namespace, flags } = call;
  if (wanted.names.length > 0) {
    return Promise.all(wanted.names.map((name) => api.get(objectPath(wanted.type, namespace, name))));
  }
  const query = new URLSearchParams();
  const labels = flags.text("selector");
  const fields = flags.text("field-selector");
  if (labels !== undefined) query.set("labelSelector", labels);
  if (fields !== undefined) query.set("fieldSelector", fields);
  const found = await api.get(`${collectionPath(wanted.type, namespace)}?${query}`);
  const kind = { kind: wanted.type.kind, apiVersion: groupVersion(wanted.type) };
  return listAt(found, "items").flatMap((item: Json) => (isFields(item) ? [{ ...kind, ...item }] : []));
}

/** "node/cp1" or "daemonset.apps/kube-proxy". */
export function shownName(object: Json): string {
  const kind = textAt(object, "kind").toLowerCase();
  const [group, version] = textAt(object, "apiVersion").split("/");
  return `${kind}${version === undefined ? "" : `.${group}`}/${textAt(object, "metadata", "name")}`;
}
