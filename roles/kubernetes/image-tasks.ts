import { fits } from "../../src/bundle/bundle-item.ts";
import { bundledImagesModule as bundledImages } from "../../src/bundle/bundled-images.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { kubeadmImages } from "../../src/kubernetes/kubeadm-images.ts";
import { notYet, type RoleTask, task } from "../../src/role/role.ts";
import type { NodeRole } from "../../src/role/role-context.ts";
import { type SystemFacts, systemFacts } from "../../src/role/system-facts.ts";

/** Names of images that only control planes run. */
const controlPlaneOnly = /\/(kube-apiserver|kube-controller-manager|kube-scheduler|etcd):/;

/** Which images a node is to have. */
interface WantedImages {
  readonly bundle: string;
  readonly version: string;
  readonly repository: string | null;
  readonly snapshotter?: string;
  readonly role: NodeRole;
}

interface Facts {
  readonly facts: SystemFacts;
  readonly images: readonly string[] | null;
}

/**
 * The images that this kubeadm runs a node with, as far as the bundle has them; what it lacks is pulled from the registry
 * when it is needed. There is no task where the bundle has no image of this version of Kubernetes at all.
 */
export function imageTasks({ bundle, version, repository, snapshotter, role }: WantedImages): RoleTask[] {
  const archives = readBundle(bundle).items.filter(({ kind }) => kind === "image");
  const isOurs = (ref: string): boolean => ref.includes("/kube-") && ref.endsWith(`:v${version}`);
  if (!archives.some(({ refs = [] }) => refs.some(isOurs))) return [];
  const refsFor = ({ facts, images }: Facts): string[] => {
    const offered = archives
      .filter((item) => fits(item, facts.architecture))
      .flatMap(({ refs = [] }) => refs);
    return (images ?? []).filter((ref) => offered.includes(ref) && isNeededBy(role, ref));
  };
  const asked = { bundle, ...(snapshotter === undefined ? {} : { snapshotter }) };
  return [
    task(
      `Import the images of Kubernetes ${version}`,
      bundledImages,
      (known) => ({ ...asked, arch: known.facts.architecture, refs: refsFor(known) }),
      {
        uses: { facts: systemFacts({}), images: kubeadmImages({ version, repository }) },
        when: (known) =>
          known.images === null ? notYet(`kubeadm ${version} is not installed`) : refsFor(known).length > 0,
      },
    ),
  ];
}

function isNeededBy(role: NodeRole, ref: string): boolean {
  return role !== "worker" || !controlPlaneOnly.test(ref);
}
