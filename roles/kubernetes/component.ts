import type { ItemKind } from "../../src/bundle/bundle-schema.ts";

/** What a node needs of Kubernetes, in the order in which it is put in place. */
export const components = ["kubeadm", "kubelet", "kubectl", "crictl", "cni-plugins", "images"] as const;

/** One of them. */
export type Component = (typeof components)[number];

/** What is installed as software; images go into the container runtime instead. */
export type Software = Exclude<Component, "images">;

/** Where a component comes from, and where a bundle's goes. */
interface SoftwareSource {
  readonly package: string;
  readonly kind: ItemKind;
  readonly dest: string;
}

/** The packages of pkgs.k8s.io put these files at the same places. */
export const software: Readonly<Record<Software, SoftwareSource>> = {
  kubeadm: { package: "kubeadm", kind: "binary", dest: "/usr/bin/kubeadm" },
  kubelet: { package: "kubelet", kind: "binary", dest: "/usr/bin/kubelet" },
  kubectl: { package: "kubectl", kind: "binary", dest: "/usr/bin/kubectl" },
  crictl: { package: "cri-tools", kind: "binary", dest: "/usr/bin/crictl" },
  "cni-plugins": { package: "kubernetes-cni", kind: "cni-plugins", dest: "/opt/cni/bin" },
};

/** What is wanted of one component; `version` null means the one that there is. */
export interface WantedSoftware extends SoftwareSource {
  readonly name: Software;
  readonly version: string | null;
}

/** The software among `chosen`, with the version that each is to have. */
export function wantedSoftware(
  chosen: readonly Component[],
  versions: {
    readonly version: string;
    readonly crictl_version?: string;
    readonly cni_plugins_version?: string;
  },
): WantedSoftware[] {
  const others: Partial<Record<Software, string | null>> = {
    crictl: versions.crictl_version ?? null,
    "cni-plugins": versions.cni_plugins_version ?? null,
  };
  return components.flatMap((name) => {
    if (name === "images" || !chosen.includes(name)) return [];
    const version = others[name] === undefined ? versions.version : others[name];
    return [{ name, version, ...software[name] }];
  });
}
