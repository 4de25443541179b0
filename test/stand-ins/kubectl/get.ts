import { stringify } from "yaml";
import { ApiError } from "../core/api-client.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, type Json, textAt } from "../core/json.ts";
import { print, printRaw, warn } from "../core/print.ts";
import { jsonPath } from "./json-path.ts";
import type { Call } from "./kubectl.ts";
import { printObjects } from "./print-objects.ts";
import { fetchWanted, wantedOf } from "./resolve.ts";

/** `kubectl get`. */
export async function get(call: Call): Promise<void> {
  const { flags, api } = call;
  const raw = flags.text("raw");
  if (raw !== undefined) {
    const answer = await api.send("GET", raw);
    if (answer.status >= 400) throw new ApiError(answer);
    return printRaw(answer.text);
  }
  for (const name of ["watch", "watch-only", "filename", "kustomize", "template"]) {
    if (flags.given.includes(name)) throw new Exit(1, `error: stand-in: kubectl get --${name} is not played`);
  }
  const wanted = await wantedOf(call.operands, api);
  const objects: Fields[] = [];
  const refused: ApiError[] = [];
  for (const one of wanted) {
    for (const part of one.names.length > 0 ? one.names.map((name) => ({ ...one, names: [name] })) : [one]) {
      try {
        objects.push(...(await fetchWanted(call, part)));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!(error.status === 404 && flags.isSet("ignore-not-found"))) refused.push(error);
      }
    }
  }
  const isSingle = wanted.length === 1 && wanted[0]?.names.length === 1;
  const hasNames = wanted.some((one) => one.names.length > 0);
  if (objects.length > 0 || (!hasNames && refused.length === 0)) {
    if (objects.length === 0 && isTable(flags.text("output"))) {
      if (!flags.isSet("ignore-not-found"))
        warn(
          call.namespace === null || !wanted[0]?.type.namespaced
            ? "No resources found"
            : `No resources found in ${call.namespace} namespace.`,
        );
    } else printObjects(call, sorted(objects, flags.text("sort-by")), isSingle);
  }
  if (refused.length > 0) {
    throw new Exit(
      1,
      refused.map((error) => `Error from server (${error.reason}): ${error.message}`).join("\n"),
    );
  }
}

/** By a field as --sort-by names it: numbers by size, times and texts by their letters; what lacks it comes first. */
function sorted(objects: readonly Fields[], by: string | undefined): readonly Fields[] {
  if (by === undefined) return objects;
  const path = by.replace(/^\{|\}$/g, "");
  const keys = new Map(
    objects.map((object) => [object, jsonPath(`{${path.startsWith(".") ? path : `.${path}`}}`, object)]),
  );
  if (objects.length > 0 && [...keys.values()].every((key) => key === ""))
    throw new Exit(1, `error: couldn't find any field with path "{${path}}" in the list of objects`);
  const compare = (a: string, b: string): number =>
    /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
  return objects.toSorted((a, b) => compare(keys.get(a) ?? "", keys.get(b) ?? ""));
}

/** `kubectl describe`: the object as YAML, which says as much. */
export async function describe(call: Call): Promise<void> {
  for (const wanted of await wantedOf(call.operands, call.api)) {
    for (const object of await fetchWanted(call, wanted)) {
      print(`Name: ${textAt(object, "metadata", "name")}`);
      const rest: Json = object;
      print(stringify(rest));
    }
  }
}

function isTable(output = ""): boolean {
  return output === "" || output === "wide" || output.startsWith("custom-columns");
}
