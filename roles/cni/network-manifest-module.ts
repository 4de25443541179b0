import { readFileSync } from "node:fs";
import { bundleItem } from "../../src/bundle/bundle-item.ts";
import { InputError } from "../../src/errors.ts";
import { appliedManifest } from "../../src/kubernetes/applied-manifest.ts";
import { manifestObjects } from "../../src/kubernetes/manifest-objects.ts";
import type { Content } from "../../src/resources/change.ts";
import { bytesOf } from "../../src/resources/content-of.ts";
import { type BuildContext, defineModule } from "../../src/resources/module.ts";
import { calicoManifest } from "./calico-manifest.ts";
import { flannelManifest } from "./flannel-manifest.ts";

const edits = { flannel: flannelManifest, calico: calicoManifest };

/** Flannel or Calico in a cluster, from the manifest that its project publishes. Acts on a control plane. */
export const networkManifestModule = defineModule({
  name: "network_manifest",
  summary: "Applies the manifest of a pod network, with the cluster's own networks in it.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["plugin", "pod_cidrs"],
    properties: {
      plugin: { enum: ["flannel", "calico"], description: "Which network." },
      src: { type: "string", description: "The manifest, a file of the project." },
      bundle: { type: "string", description: "The bundle that holds the manifest." },
      version: { type: "string", description: "Which one of the bundle." },
      pod_cidrs: {
        type: "array",
        items: { type: "string" },
        description: "The networks of all pods, one per family.",
      },
      mtu: { type: "integer", description: "Of the pods' interfaces." },
      interface: { type: "string", description: "By which nodes reach each other." },
    },
  },
  extra: { oneOf: [{ required: ["src"] }, { required: ["bundle"] }] },
  example: "network_manifest:\n  plugin: flannel\n  src: kube-flannel.yml\n  pod_cidrs: [10.244.0.0/16]",
  build({ plugin, pod_cidrs, mtu, interface: nic, ...source }, context) {
    const { text, file } = manifestOf(plugin, source, context);
    const settings = {
      podCidrs: pod_cidrs,
      ...(mtu === undefined ? {} : { mtu }),
      ...(nic === undefined ? {} : { interface: nic }),
    };
    return appliedManifest(plugin, edits[plugin](manifestObjects(text, file), settings));
  },
});

function manifestOf(
  name: string,
  { src, bundle, version }: { readonly src?: string; readonly bundle?: string; readonly version?: string },
  context: BuildContext,
): { readonly text: string; readonly file: string } {
  if (src !== undefined) return { text: textOf(context.file(src)), file: src };
  if (bundle === undefined)
    throw new InputError({ message: `nothing says where the manifest of ${name} is` });
  const wanted = version === undefined ? {} : { version };
  const item = bundleItem(bundle, { name, kind: "manifest", arch: "all", ...wanted });
  return { text: textOf(item.content), file: item.path };
}

function textOf(content: Content): string {
  return content.kind === "upload"
    ? readFileSync(content.localPath, "utf8")
    : bytesOf(content).toString("utf8");
}
