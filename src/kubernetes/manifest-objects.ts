import { createHash } from "node:crypto";
import { parseAllDocuments } from "yaml";
import { InputError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { fieldAt, listAt, textAt } from "./health/object-fields.ts";

/** An object of the Kubernetes API as a manifest has it: with apiVersion, kind and a name. */
export type ManifestObject = Readonly<Record<string, unknown>>;

/**
 * The objects of a manifest, lists taken apart. YAML 1.1, as kubectl reads it: `0644` is octal there. Throws InputError
 * with the file's name.
 */
export function manifestObjects(text: string, file: string): ManifestObject[] {
  const documents = parseAllDocuments(text, { version: "1.1" });
  const objects = [...documents].flatMap((document) => {
    const [mistake] = document.errors;
    if (mistake) throw new InputError({ message: `${file} is no valid YAML: ${mistake.message}` });
    const value: unknown = document.toJS();
    if (value === null) return [];
    return textAt(value, "kind").endsWith("List") ? listAt(value, "items") : [value];
  });
  return objects.map((object) => {
    if (isMapping(object) && refOf(object).name !== "" && textAt(object, "kind") !== "") return object;
    throw new InputError({
      message: `${file} holds something that is no object of Kubernetes: ${JSON.stringify(object).slice(0, 100)}`,
      hint: "each document of a manifest needs apiVersion, kind and metadata.name",
    });
  });
}

/** The mapping at a path of an object; an empty one where there is none. Pure. */
export function mappingAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  const found = fieldAt(value, ...path);
  return isMapping(found) ? found : {};
}

/** How kubectl names an object: "daemonset.apps/kube-flannel-ds" in a namespace; "" for objects that are in none. */
export interface ObjectRef {
  readonly type: string;
  readonly name: string;
  readonly namespace: string;
}

/** The name of an object. Pure. */
export function refOf(object: ManifestObject): ObjectRef {
  const [group, version] = textAt(object, "apiVersion").split("/");
  const kind = textAt(object, "kind").toLowerCase();
  return {
    type: version === undefined ? kind : `${kind}.${group}`,
    name: textAt(object, "metadata", "name"),
    namespace: textAt(object, "metadata", "namespace"),
  };
}

/** Annotation that says what of an object was applied last. */
export const appliedMark = "lab/applied";

/** What tells one content of an object from another: 64 hexadecimal digits. Pure. */
export function objectHash(object: ManifestObject): string {
  return createHash("sha256").update(JSON.stringify(object)).digest("hex");
}

/** The object with the annotation that says what it holds. Pure. */
export function marked(object: ManifestObject): ManifestObject {
  const annotations = { ...mappingAt(object, "metadata", "annotations"), [appliedMark]: objectHash(object) };
  return { ...object, metadata: { ...mappingAt(object, "metadata"), annotations } };
}
