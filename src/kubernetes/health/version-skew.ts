import {
  compareVersions,
  type KubernetesVersion,
  parseKubernetesVersion,
  tagOf,
} from "../kubernetes-version.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** A node and the version of a program that runs on it: "v1.33.4". */
export interface RunningVersion {
  readonly node: string;
  readonly version: string;
}

/** Minor releases that a kubelet may be older than the API server (Kubernetes version skew policy, from 1.25 on). */
const kubeletMayTrail = 3;

/** Where the versions of a cluster do not go together. Versions that cannot be read are left out. Pure. */
export function skewFindings(
  apiServers: readonly RunningVersion[],
  kubelets: readonly RunningVersion[],
): Finding[] {
  const servers = readable(apiServers).toSorted((a, b) => compareVersions(a.version, b.version));
  const [oldest, newest] = [servers[0], servers.at(-1)];
  if (!oldest || !newest) return [];
  const apart = newest.version.minor - oldest.version.minor;
  const across =
    apart > 1
      ? [
          findingsOf("versions", null).error(
            `the API servers of ${oldest.node} (${tagOf(oldest.version)}) and ${newest.node} (${tagOf(newest.version)}) are ${apart} minor releases apart`,
            "bring the older one forward, one minor release at a time",
          ),
        ]
      : [];
  return [...across, ...readable(kubelets).flatMap((kubelet) => kubeletFindings(kubelet, oldest, newest))];
}

interface Readable {
  readonly node: string;
  readonly version: KubernetesVersion;
}

function kubeletFindings(kubelet: Readable, oldest: Readable, newest: Readable): Finding[] {
  const found = findingsOf("versions", kubelet.node);
  if (kubelet.version.minor > oldest.version.minor) {
    const message = `kubelet ${tagOf(kubelet.version)} is newer than the API server (${tagOf(oldest.version)} on ${oldest.node})`;
    return [found.error(message, "upgrade the control planes first")];
  }
  const behind = newest.version.minor - kubelet.version.minor;
  if (behind > kubeletMayTrail) {
    const message = `kubelet ${tagOf(kubelet.version)} is ${behind} minor releases older than the API server (${tagOf(newest.version)}); ${kubeletMayTrail} are supported`;
    return [found.error(message, "upgrade the node")];
  }
  return [];
}

function readable(versions: readonly RunningVersion[]): Readable[] {
  return versions.flatMap(({ node, version }) => {
    const parsed = parseKubernetesVersion(version);
    return parsed === null ? [] : [{ node, version: parsed }];
  });
}
