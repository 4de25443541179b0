import { type NodeVersions, nodeVersions } from "../../src/kubernetes/node-versions.ts";
import { type Hop, isBefore, minorsBehind, wayText } from "../../src/kubernetes/upgrade-hops.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource } from "../../src/resources/resource.ts";

/** kubelets may be so many minors older than the API server (version skew policy). */
const kubeletMayTrail = 3;

/** Says which releases a node goes through, and fails where the way does not begin at it. */
export const upgradeWayModule = defineModule({
  name: "upgrade_way",
  summary: "Shows the hops of an upgrade, and fails where a node cannot take them.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "target", "hops"],
    properties: {
      node: { type: "string", description: "Name of the node." },
      target: { type: "string", description: "The release that is aimed at." },
      hops: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["minor", "floor"],
          properties: {
            minor: { type: "string" },
            floor: { type: "string" },
            version: { type: "string" },
          },
        },
        description: "All hops that lead to the target, from the oldest minor on.",
      },
    },
  },
  example: "- upgrade_way: { node: cp1, target: 1.34.5, hops: [{ minor: '1.34', floor: 1.34.5 }] }\n",
  build: ({ node, target, hops }) => {
    const way = hops.map(({ minor, floor, version = null }): Hop => ({ minor, floor, version }));
    return resource({
      id: `way of ${node}`,
      probes: { versions: nodeVersions({ node }) },
      plan: ({ versions }) => {
        const problem = obstacle(versions, target, way);
        if (problem !== null) return { kind: "failed", message: problem };
        return { kind: "changes", changes: [], message: wayOf(versions, way) };
      },
    });
  },
});

/** The release that a node starts from: its control plane's, where it has one. */
function startOf({ kubelet, controlPlane }: NodeVersions): string | null {
  if (kubelet === null || controlPlane === null) return controlPlane ?? kubelet;
  return isBefore(kubelet, controlPlane) ? kubelet : controlPlane;
}

/** What a user is shown of a node's way: "1.33.4 → 1.34.5". Pure. */
export function wayOf(versions: NodeVersions, hops: readonly Hop[]): string {
  const start = startOf(versions);
  if (start === null) return "";
  const own = hops.filter(({ floor }) => isBefore(start, floor));
  return own.length === 0 ? `${start} already` : wayText(start, own);
}

/** Why a node cannot take the hops; null where it can. Pure. */
export function obstacle(versions: NodeVersions, target: string, hops: readonly Hop[]): string | null {
  const { isMember, kubelet, controlPlane } = versions;
  if (!isMember)
    return "it has not joined a cluster: add it first (lab play add-node), or leave it out with --limit";
  const newer = [controlPlane, kubelet].find((version) => version !== null && isBefore(target, version));
  if (newer) return `it is at ${newer} already, and Kubernetes cannot be taken back to ${target}`;
  const missing = gapBefore(controlPlane, 1, hops) ?? gapBefore(kubelet, kubeletMayTrail, hops);
  if (missing === null) return null;
  const [version, minor] = missing;
  return `from ${version} the next hop would be ${minor}, which leaves out a minor: have the source offer the releases between`;
}

/** A hop that is more than `most` minors ahead of a release when its turn comes. */
function gapBefore(
  version: string | null,
  most: number,
  hops: readonly Hop[],
): readonly [string, string] | null {
  if (version === null) return null;
  let at = version;
  for (const { floor, minor } of hops.filter((hop) => isBefore(version, hop.floor))) {
    if (minorsBehind(at, floor) > most) return [at, minor];
    at = floor;
  }
  return null;
}
