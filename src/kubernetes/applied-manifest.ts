import { hereDocument } from "../resources/here-document.ts";
import { type Resource, resource, satisfied } from "../resources/resource.ts";
import { type AppliedObjects, appliedObjects, keyOf } from "./applied-objects-probe.ts";
import { kubectl } from "./kubectl.ts";
import { type ManifestObject, marked, objectHash, refOf } from "./manifest-objects.ts";

/**
 * Objects that the API is to hold as a manifest has them, applied on the server with lab as the manager of their fields.
 * An object is applied again when it is gone, or the manifest has changed; what others have changed in it since is
 * not looked for, because that would take a dry run of the whole manifest each time.
 */
export function appliedManifest(name: string, objects: readonly ManifestObject[]): Resource {
  const refs = objects.map(refOf);
  return resource({
    id: `manifest ${name}`,
    probes: { applied: appliedObjects({ name, objects: refs }) },
    plan({ applied }) {
      if (applied.kind === "unanswered") return { kind: "blocked", reason: applied.reason };
      const due = objects.filter((object) => applied.hashes[keyOf(refOf(object))] !== objectHash(object));
      if (due.length === 0) return satisfied;
      return { kind: "changes", changes: [applyChange(name, due, applied)] };
    },
    after: () => ({ applied: { kind: "answered", hashes: hashesOf(objects) } as const }),
  });
}

function hashesOf(objects: readonly ManifestObject[]): Record<string, string> {
  return Object.fromEntries(objects.map((object) => [keyOf(refOf(object)), objectHash(object)]));
}

function applyChange(
  name: string,
  due: readonly ManifestObject[],
  { hashes }: Extract<AppliedObjects, { kind: "answered" }>,
) {
  const isFresh = due.every((object) => !(keyOf(refOf(object)) in hashes));
  return {
    kind: "run",
    summary: `kubectl apply: ${due.length} object${due.length === 1 ? "" : "s"} of ${name}`,
    script: applyScript(due),
    ...(isFresh ? { undo: deleteScript(due) } : {}),
    timeoutMs: 180_000,
  } as const;
}

const apply = kubectl(["apply", "--server-side", "--field-manager=lab", "--force-conflicts", "-f", "-"], {
  seconds: 30,
});

/**
 * All objects as one list, in JSON, which is the same in every version of YAML. Once more where it fails: a definition of
 * a custom resource is known a moment after it was made.
 */
function applyScript(objects: readonly ManifestObject[]): string {
  const list = { apiVersion: "v1", kind: "List", items: objects.map(marked) };
  const manifest = hereDocument(JSON.stringify(list, null, 1));
  return `lab_apply() {
${apply} >/dev/null ${manifest}
}
lab_apply || { sleep 2; lab_apply; }
`;
}

/** In the opposite order, so that a namespace goes last. */
function deleteScript(objects: readonly ManifestObject[]): string {
  const lines = objects.map(refOf).map(({ type, name, namespace }) => {
    const place = namespace === "" ? [] : ["-n", namespace];
    const words = ["delete", `${type}/${name}`, ...place, "--ignore-not-found", "--wait=false"];
    return `${kubectl(words, { seconds: 30 })} || lab_code=1`;
  });
  return `lab_code=0\n${lines.toReversed().join("\n")}\nexit "$lab_code"`;
}
