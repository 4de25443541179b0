import type { RunChange } from "../resources/change.ts";
import { defineModule } from "../resources/module.ts";
import { resource } from "../resources/resource.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { bundleArguments } from "./bundle-arguments.ts";
import { imageItems, type WantedImage } from "./image-items.ts";
import { containerdImages } from "./image-probe.ts";
import { importScript, removeScript } from "./image-scripts.ts";

const list = { type: "array", minItems: 1, items: { type: "string", minLength: 1 } } as const;
const timeoutMs = 10 * 60_000;

/** `bundled_images`: container images of a bundle in containerd, where the kubelet finds them. */
export const bundledImagesModule = defineModule({
  name: "bundled_images",
  summary:
    "Brings images of a bundle into containerd, for the kubelet; only those that are not there are sent.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["bundle", "arch"],
    properties: {
      bundle: bundleArguments.bundle,
      arch: bundleArguments.arch,
      refs: { ...list, description: "References: registry.k8s.io/pause:3.10." },
      names: { ...list, description: "Names in the bundle, which has one version of each." },
      snapshotter: {
        type: "string",
        pattern: "^[a-z0-9][a-z0-9._-]*$",
        errorMessage: "must be the name of a snapshotter: overlayfs",
        description: "Which of containerd's snapshotters unpacks them. Default: containerd's own.",
      },
    },
  },
  extra: { anyOf: [{ required: ["refs"] }, { required: ["names"] }] },
  example: `- name: Bring the images of the control plane
  bundled_images:
    bundle: bundles/kubernetes.tar.gz
    arch: amd64
    refs: [registry.k8s.io/pause:3.10, registry.k8s.io/kube-apiserver:v1.33.4]`,
  build({ bundle, arch, refs = [], names = [], snapshotter }) {
    const wanted = imageItems(bundle, { refs, names, arch });
    const all = wanted.flatMap((image) => image.refs);
    return resource({
      id: `images ${all.join(", ")}`,
      probes: { images: containerdImages({}) },
      plan: ({ images }) => {
        if (images === null) return { kind: "blocked", reason: "containerd does not answer" };
        const present = new Set(images);
        const missing = wanted.flatMap((image) => lacking(image, present));
        return { kind: "changes", changes: missing.map((image) => importChange(image, arch, snapshotter)) };
      },
      after: ({ images }) => ({ images: [...new Set([...(images ?? []), ...all])] }),
    });
  },
});

/** An archive with the references that a host does not have; nothing where it has all of them. */
function lacking({ item, refs }: WantedImage, present: ReadonlySet<string>): WantedImage[] {
  const missing = refs.filter((ref) => !present.has(ref));
  return missing.length > 0 ? [{ item, refs: missing }] : [];
}

function importChange({ item, refs }: WantedImage, arch: string, snapshotter: string | undefined): RunChange {
  const flags = [
    "--platform",
    `linux/${arch}`,
    ...(snapshotter === undefined ? [] : ["--snapshotter", snapshotter]),
  ];
  return {
    kind: "run",
    summary: `ctr: import ${refs.join(", ")}`,
    script: importScript(refs, flags.map(shQuote).join(" ")),
    undo: removeScript(refs),
    timeoutMs,
    uploads: { lab_archive: item.content },
  };
}
