import { sleep } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { isNotFound } from "./apply.ts";
import type { Call } from "./kubectl.ts";
import { readObjects } from "./read-objects.ts";
import { fetchWanted, objectPath, typeOfObject, wantedOf } from "./resolve.ts";

/** `kubectl delete`: by names, selector, --all or files. */
export async function deleteThings(call: Call): Promise<void> {
  const { flags, api } = call;
  if (flags.given.includes("raw")) throw new Exit(1, "error: stand-in: kubectl delete --raw is not played");
  const files = flags.list("filename");
  if (files.length > 0) {
    for (const object of readObjects(files).reverse()) {
      const type = await typeOfObject(object, api);
      const name = textAt(object, "metadata", "name");
      await removeOne(
        call,
        type.group,
        type.kind,
        objectPath(type, textAt(object, "metadata", "namespace") || call.namespace, name),
        name,
      );
    }
    return;
  }
  for (const wanted of await wantedOf(call.operands, api)) {
    if (
      wanted.names.length === 0 &&
      flags.text("selector") === undefined &&
      !flags.isSet("all") &&
      flags.text("field-selector") === undefined
    ) {
      throw new Exit(1, "error: resource(s) were provided, but no name was specified");
    }
    const names =
      wanted.names.length > 0
        ? wanted.names.map((name) => ({ name, namespace: call.namespace }))
        : (await fetchWanted(call, wanted)).map(placeOf);
    if (names.length === 0) print("No resources found");
    for (const { name, namespace } of names)
      await removeOne(
        call,
        wanted.type.group,
        wanted.type.kind,
        objectPath(wanted.type, namespace, name),
        name,
      );
  }
}

function placeOf(object: Fields): { readonly name: string; readonly namespace: string | null } {
  return {
    name: textAt(object, "metadata", "name"),
    namespace: textAt(object, "metadata", "namespace") || null,
  };
}

async function removeOne(
  { api, flags }: Call,
  group: string,
  kind: string,
  path: string,
  name: string,
): Promise<void> {
  const isDry = flags.given.includes("dry-run") && flags.text("dry-run") !== "none";
  try {
    if (isDry) await api.get(path);
    else await api.call("DELETE", path);
  } catch (error) {
    if (isNotFound(error) && (flags.isSet("ignore-not-found") || flags.isSet("all"))) return;
    throw error;
  }
  const shown = `${kind.toLowerCase()}${group === "" ? "" : `.${group}`}`;
  print(
    flags.text("output") === "name"
      ? `${shown}/${name}`
      : `${shown} ${JSON.stringify(name)} deleted${isDry ? " (dry run)" : ""}`,
  );
  if (flags.text("wait") === "false" || isDry) return;
  while ((await api.find(path).catch(() => null)) !== null && kind !== "Pod") await sleep(100);
}
