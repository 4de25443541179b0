import { fits } from "../../src/bundle/bundle-item.ts";
import { bundledBinaryModule as bundledBinary } from "../../src/bundle/bundled-binary.ts";
import { bundledImagesModule as bundledImages } from "../../src/bundle/bundled-images.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { kubeadmImages } from "../../src/kubernetes/kubeadm-images.ts";
import { isBehind, nodeVersions } from "../../src/kubernetes/node-versions.ts";
import type { Hop } from "../../src/kubernetes/upgrade-hops.ts";
import { packageModule } from "../../src/resources/package.ts";
import { notYet, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleNode } from "../../src/role/role-context.ts";
import { systemFacts } from "../../src/role/system-facts.ts";
import { packageRepository, repositoryMinorModule as repositoryMinor } from "./repository-minor.ts";

/** Where the software of an upgrade comes from. */
export interface SoftwareSource {
  /** Null for packages. */
  readonly bundle: string | null;
  /** URL of the package repository, with {minor}; null for that of the project. */
  readonly repository: string | null;
  /** Null for the one that Kubernetes publishes images in. */
  readonly imageRepository: string | null;
  readonly hold: boolean;
}

/** The release of kubeadm that a bundle has for each minor. */
export function offeredBy({ bundle }: SoftwareSource): readonly string[] | null {
  if (bundle === null) return null;
  return readBundle(bundle)
    .items.filter(({ kind, name }) => kind === "binary" && name === "kubeadm")
    .flatMap(({ version }) => version ?? []);
}

/** kubeadm of a hop, and the images of a bundle that it wants: all that can be there before anything is exchanged. */
export function preparingTasks(host: RoleNode, hop: Hop, source: SoftwareSource): RoleTask[] {
  if (source.bundle === null) {
    return [
      task(
        `Move the package repository to ${hop.minor}`,
        repositoryMinor,
        { minor: hop.minor, url: source.repository ?? packageRepository },
        whenBehind(host, hop),
      ),
      ...programTasks(host, hop, source, ["kubeadm"]),
    ];
  }
  return [...programTasks(host, hop, source, ["kubeadm"]), ...imageTasks(host, hop, source, source.bundle)];
}

/** Programs of a hop. The one that tells how far a node is, kubelet, comes last. */
export function programTasks(
  host: RoleNode,
  hop: Hop,
  { bundle, hold }: SoftwareSource,
  names: readonly string[],
): RoleTask[] {
  const { version } = hop;
  if (bundle === null || version === null) {
    const pin = version === null ? `${hop.minor}.*` : `${version}-*`;
    const name = names.map((one) => `${one}=${pin}`);
    return [
      task(
        `Install ${names.join(", ")} ${version ?? hop.minor}`,
        packageModule,
        { name, install_recommends: false, hold },
        whenBehind(host, hop),
      ),
    ];
  }
  return names.map((name) =>
    task(
      `Put ${name} ${version} in place`,
      bundledBinary,
      ({ facts }) => ({
        bundle,
        name,
        version,
        arch: facts.architecture,
        dest: `/usr/bin/${name}`,
        mode: "0755",
      }),
      {
        uses: { facts: systemFacts({}), versions: nodeVersions({ node: host.name }) },
        when: ({ versions }) => isBehind(versions, hop),
      },
    ),
  );
}

/** What only control planes run. */
const controlPlaneOnly = /\/(kube-apiserver|kube-controller-manager|kube-scheduler|etcd):/;

/** kube-proxy changes on all nodes as soon as the first control plane does, so its image is everywhere before. */
function imageTasks(
  host: RoleNode,
  hop: Hop,
  { imageRepository: repository }: SoftwareSource,
  bundle: string,
): RoleTask[] {
  const { version } = hop;
  const archives = readBundle(bundle).items.filter(({ kind }) => kind === "image");
  if (version === null || !archives.some(({ refs = [] }) => refs.some((ref) => ref.endsWith(`:v${version}`))))
    return [];
  return [
    task(
      `Import the images of Kubernetes ${version}`,
      bundledImages,
      ({ facts, images }) => {
        if (images === null) return notYet(`kubeadm ${version} is not installed`);
        const arch = facts.architecture;
        const has = new Set(archives.filter((item) => fits(item, arch)).flatMap(({ refs = [] }) => refs));
        const wanted = host.role === "worker" ? images.filter((ref) => !controlPlaneOnly.test(ref)) : images;
        return { bundle, arch, refs: wanted.filter((ref) => has.has(ref)) };
      },
      {
        uses: {
          facts: systemFacts({}),
          images: kubeadmImages({ version, repository }),
          versions: nodeVersions({ node: host.name }),
        },
        when: ({ versions }) => isBehind(versions, hop),
      },
    ),
  ];
}

function whenBehind(host: RoleNode, hop: Hop) {
  return {
    uses: { versions: nodeVersions({ node: host.name }) },
    when: ({ versions }: { readonly versions: Parameters<typeof isBehind>[0] }) => isBehind(versions, hop),
  };
}
