import { type Fields, isFields, type Json } from "../core/json.ts";

/** JSON merge patch (RFC 7386). */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isFields(patch)) return patch;
  const result: Fields = isFields(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name] ?? null, value);
  }
  return result;
}

/** Keys by which lists are merged, by the name of their field (patchMergeKey of the API types). */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  addresses: ["type"],
  conditions: ["type"],
  containers: ["name"],
  env: ["name"],
  initContainers: ["name"],
  ownerReferences: ["uid"],
  ports: ["containerPort", "port"],
  taints: [],
  tolerations: [],
  volumeMounts: ["mountPath"],
  volumes: ["name"],
};

/** Strategic merge patch: as a merge patch, but lists with a merge key are merged, and `$patch` is followed. */
export function strategicPatch(target: Json, patch: Json, field = ""): Json {
  if (Array.isArray(patch)) return mergeLists(Array.isArray(target) ? target : [], patch, field);
  if (!isFields(patch)) return patch;
  if (patch.$patch === "replace") {
    const { $patch: _, ...rest } = patch;
    return rest;
  }
  const result: Fields = isFields(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith("$")) continue;
    if (value === null) delete result[name];
    else result[name] = strategicPatch(result[name] ?? null, value, name);
  }
  return result;
}

function mergeLists(target: readonly Json[], patch: readonly Json[], field: string): Json {
  const keys = mergeKeys[field] ?? [];
  const key = keys.find((one) => patch.every((item) => isFields(item) && one in item));
  if (key === undefined) return patch;
  const result = [...target];
  for (const item of patch) {
    if (!isFields(item)) continue;
    const index = result.findIndex((one) => isFields(one) && one[key] === item[key]);
    if (item.$patch === "delete") {
      if (index >= 0) result.splice(index, 1);
    } else if (index < 0) result.push(item);
    else result[index] = strategicPatch(result[index] ?? null, item);
  }
  return result;
}

/** JSON patch (RFC 6902); throws RangeError where a path or a test does not fit. */
export function jsonPatch(target: Json, operations: readonly Json[]): Json {
  let document: Json = structuredClone(target);
  for (const operation of operations) {
    if (!isFields(operation)) throw new RangeError("an operation is no object");
    const steps = String(operation.path)
      .split("/")
      .slice(1)
      .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    document = applyOperation(document, steps, String(operation.op), operation.value ?? null);
  }
  return document;
}

function applyOperation(here: Json, steps: readonly string[], op: string, value: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) {
    if (op === "test" && JSON.stringify(here) !== JSON.stringify(value))
      throw new RangeError("testing value failed");
    return op === "test" ? here : value;
  }
  if (Array.isArray(here)) {
    const list = [...here];
    const index = step === "-" ? list.length : Number(step);
    if (rest.length > 0) list[index] = applyOperation(list[index] ?? null, rest, op, value);
    else if (op === "add") list.splice(index, 0, value);
    else if (op === "remove") list.splice(index, 1);
    else list[index] = applyOperation(list[index] ?? null, [], op, value);
    return list;
  }
  if (!isFields(here)) throw new RangeError(`the path has no ${step}`);
  if (op !== "add" && !(step in here)) throw new RangeError(`the path has no ${step}`);
  const result = { ...here };
  if (rest.length > 0) result[step] = applyOperation(here[step] ?? null, rest, op, value);
  else if (op === "remove") delete result[step];
  else result[step] = applyOperation(here[step] ?? null, [], op, value);
  return result;
}
