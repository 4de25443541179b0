import type { XStatic } from "typebox/schema";

/** Architectures of the hosts that a bundle can serve, as Debian and Go call them; "all" fits every host. */
export const architectures = ["amd64", "arm64", "all"] as const;

/** What an item of a bundle can be. */
export const itemKinds = ["binary", "image", "cni-plugins", "chart", "manifest", "deb"] as const;

const item = {
  type: "object",
  additionalProperties: false,
  required: ["name", "arch", "kind", "path", "sha256", "size"],
  properties: {
    name: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._/+-]*$",
      errorMessage: "must be a name: letters, digits and . _ / + -",
      description: "What it is called: kubeadm, pause, cilium.",
    },
    version: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9.:~+_-]*$",
      errorMessage: "must be a version: 1.33.4",
      description: "Its version. Several versions of one name may be in a bundle.",
    },
    arch: { type: "string", enum: architectures, description: "The hosts that it is for." },
    kind: {
      type: "string",
      enum: itemKinds,
      description:
        "binary, image (an archive of docker or OCI), cni-plugins (tar.gz of what belongs into /opt/cni/bin), chart (Helm), manifest (YAML for kubectl), deb.",
    },
    path: {
      type: "string",
      pattern: "^(?!/)(?!(?:.*/)?\\.\\.?(?:/|$))[^\\\\\\u0000-\\u001f\\u007f]+$",
      errorMessage: "must be a path below the folder of bundle.json, without . and ..",
      description: "The file, relative to bundle.json.",
    },
    sha256: {
      type: "string",
      pattern: "^[0-9a-f]{64}$",
      errorMessage: "must be 64 hexadecimal digits, as sha256sum prints them",
      description: "Checksum of the file.",
    },
    size: { type: "integer", minimum: 0, description: "Size of the file in bytes." },
    refs: {
      type: "array",
      minItems: 1,
      items: {
        type: "string",
        pattern: "^[A-Za-z0-9][A-Za-z0-9._:@/-]*$",
        errorMessage: "must be a reference of an image: registry.k8s.io/pause:3.10",
      },
      description: "Of an image: the references that the archive holds.",
    },
  },
} as const;

/** The whole of bundle.json. What JSON Schema cannot say is checked by `checkItems`. */
export const bundleSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "bundle.json",
  type: "object",
  additionalProperties: false,
  required: ["bundle", "items"],
  properties: {
    $schema: { type: "string", description: "Where an editor finds this schema." },
    bundle: {
      type: "integer",
      const: 1,
      errorMessage: "must be 1, the version of this format",
      description: "Version of the format.",
    },
    items: { type: "array", items: item, description: "The files of the bundle." },
  },
} as const;

/** bundle.json as plain data. */
export type BundleFile = XStatic<typeof bundleSchema>;
/** One file of a bundle, as bundle.json describes it. */
export type BundleItem = BundleFile["items"][number];
/** What an item is. */
export type ItemKind = (typeof itemKinds)[number];
/** Which hosts an item is for. */
export type Architecture = (typeof architectures)[number];
