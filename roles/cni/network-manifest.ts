import { InputError } from "../../src/errors.ts";
import { listAt, textAt } from "../../src/kubernetes/health/object-fields.ts";
import { type ManifestObject, mappingAt } from "../../src/kubernetes/manifest-objects.ts";

/** What a pod network is to be like, beyond what its manifest says. */
export interface NetworkSettings {
  /** The networks of all pods, one per family. */
  readonly podCidrs: readonly string[];
  readonly mtu?: number;
  /** The interface by which nodes reach each other, where there are several. */
  readonly interface?: string;
}

/** The objects with the one of that kind and name changed. Throws InputError where there is none. Pure. */
export function withObject(
  objects: readonly ManifestObject[],
  kind: string,
  name: string,
  change: (object: ManifestObject) => ManifestObject,
): ManifestObject[] {
  const isMeant = (object: ManifestObject): boolean =>
    textAt(object, "kind") === kind && textAt(object, "metadata", "name") === name;
  if (!objects.some(isMeant)) {
    throw new InputError({
      message: `the manifest has no ${kind} "${name}"`,
      hint: "give the project's own manifest, as it is published with a release",
    });
  }
  return objects.map((object) => (isMeant(object) ? change(object) : object));
}

/** A ConfigMap with some of its entries changed. Pure. */
export function withData(
  object: ManifestObject,
  change: (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>,
): ManifestObject {
  const data = mappingAt(object, "data");
  return { ...object, data: { ...data, ...change(data) } };
}

/** A DaemonSet with one of its containers changed. Throws InputError where there is no such container. Pure. */
export function withContainer(
  object: ManifestObject,
  name: string,
  change: (container: ManifestObject) => ManifestObject,
): ManifestObject {
  const pod = mappingAt(object, "spec", "template", "spec");
  const containers = listAt(pod, "containers").map((container) => mappingAt(container));
  if (!containers.some((container) => container.name === name)) {
    throw new InputError({ message: `the manifest has no container "${name}" where it is to be` });
  }
  const changed = containers.map((container) => (container.name === name ? change(container) : container));
  const template = { ...mappingAt(object, "spec", "template"), spec: { ...pod, containers: changed } };
  return { ...object, spec: { ...mappingAt(object, "spec"), template } };
}

/** A container whose environment has these variables, in the place of those of the same name. Pure. */
export function withEnvironment(
  container: ManifestObject,
  variables: Readonly<Record<string, string>>,
): ManifestObject {
  const kept = listAt(container, "env").filter((one) => !(textAt(one, "name") in variables));
  const added = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return { ...container, env: [...kept, ...added] };
}
