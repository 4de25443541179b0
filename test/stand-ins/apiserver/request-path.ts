import type { Json } from "../core/json.ts";
import { basePath, groupVersion, type ResourceType, resourceTypes } from "./resource-types.ts";

/** A path below /api or /apis that names a collection or an object. */
export interface ResourcePath {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

/** Reads a path; null where it names no resource that is served. */
export function resourcePath(path: string, types: readonly ResourceType[]): ResourcePath | null {
  const steps = path
    .split("/")
    .filter((step) => step !== "")
    .map(decodeURIComponent);
  const base = steps[0] === "api" ? 2 : 3;
  const prefix = `/${steps.slice(0, base).join("/")}`;
  const [first = "", second = "", third = "", ...others] = steps.slice(base);
  const find = (plural: string, namespaced: boolean): ResourceType | undefined =>
    types.find(
      (type) => basePath(type) === prefix && type.plural === plural && type.namespaced === namespaced,
    );
  if (first === "namespaces" && third !== "" && !["status", "finalize"].includes(third)) {
    const type = find(third, true);
    return type ? { type, namespace: second, name: others[0] ?? "", subresource: others[1] ?? "" } : null;
  }
  const type = find(first, false) ?? find(first, true);
  return type ? { type, namespace: "", name: second, subresource: third } : null;
}

/** What discovery answers at /api, /apis, /api/v1 and /apis/GROUP[/VERSION]; null for other paths. */
export function discovery(path: string, types: readonly ResourceType[]): Json {
  const groups = [...new Set(types.map((type) => type.group))].filter((group) => group !== "");
  const versionsOf = (group: string) =>
    [...new Set(types.filter((type) => type.group === group).map((type) => type.version))].map((version) => ({
      groupVersion: `${group}/${version}`,
      version,
    }));
  const groupObject = (group: string) => {
    const versions = versionsOf(group);
    return { name: group, versions, preferredVersion: versions[0] ?? null };
  };
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
  if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map(groupObject) };
  const group = groups.find((one) => path === `/apis/${one}`);
  if (group !== undefined) return { kind: "APIGroup", apiVersion: "v1", ...groupObject(group) };
  const own = types.filter((type) => basePath(type) === path);
  const [first] = own;
  return first === undefined ? null : resourceList(first, own);
}

function resourceList(first: ResourceType, own: readonly ResourceType[]): Json {
  const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: groupVersion(first),
    resources: own.map((type) => ({
      name: type.plural,
      singularName: type.kind.toLowerCase(),
      namespaced: type.namespaced,
      kind: type.kind,
      verbs,
      shortNames: [...type.short],
    })),
  };
}

/** The built-in kinds and those of CustomResourceDefinitions. */
export function servedTypes(custom: readonly ResourceType[]): readonly ResourceType[] {
  return [...resourceTypes, ...custom];
}
