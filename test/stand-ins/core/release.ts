/** A version of Kubernetes whose programs are played. */
export interface Release {
  /** Without "v". */
  readonly version: string;
  readonly minor: number;
}

/** Reads "v1.33.4" or "1.33.4"; null for anything else. */
export function parseRelease(text: string): Release | null {
  const match = /^v?(1\.(\d+)\.\d+(?:-[\w.]+)?)$/.exec(text);
  return match?.[1] === undefined ? null : { version: match[1], minor: Number(match[2]) };
}

/** Negative where `a` is older. */
export function compareReleases(a: string, b: string): number {
  const numbers = (text: string): number[] => text.replace(/^v/, "").split(/[.-]/).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  return [0, 1, 2].map((index) => (left[index] ?? 0) - (right[index] ?? 0)).find((one) => one !== 0) ?? 0;
}

interface Companions {
  readonly etcd: string;
  readonly coredns: string;
  readonly pause: string;
}

/** cmd/kubeadm/app/constants/constants.go of each minor version. */
const companions: Readonly<Record<number, Companions>> = {
  28: { etcd: "3.5.9-0", coredns: "v1.10.1", pause: "3.9" },
  29: { etcd: "3.5.10-0", coredns: "v1.11.1", pause: "3.9" },
  30: { etcd: "3.5.12-0", coredns: "v1.11.1", pause: "3.9" },
  31: { etcd: "3.5.15-0", coredns: "v1.11.1", pause: "3.10" },
  32: { etcd: "3.5.16-0", coredns: "v1.11.3", pause: "3.10" },
  33: { etcd: "3.5.21-0", coredns: "v1.12.0", pause: "3.10" },
  34: { etcd: "3.6.4-0", coredns: "v1.12.1", pause: "3.10.1" },
  35: { etcd: "3.6.6-0", coredns: "v1.13.1", pause: "3.10.1" },
  36: { etcd: "3.6.8-0", coredns: "v1.14.1", pause: "3.10.2" },
};

/** What a release is shipped with; the newest that is known for what is newer still. */
export function companionsOf(release: Release): Companions {
  const known = companions[release.minor] ?? companions[release.minor < 28 ? 28 : 36];
  if (known === undefined) throw new RangeError(`no companions of ${release.version}`);
  return known;
}

/** kubeadm's API versions that this release reads, newest first. */
export function kubeadmApis(release: Release): readonly string[] {
  if (release.minor < 31) return ["kubeadm.k8s.io/v1beta3"];
  if (release.minor < 36) return ["kubeadm.k8s.io/v1beta4", "kubeadm.k8s.io/v1beta3"];
  return ["kubeadm.k8s.io/v1beta4"];
}

/** Where images come from, unless the configuration says otherwise. */
export interface ImageSources {
  readonly repository: string;
  readonly dnsRepository?: string | undefined;
  readonly dnsTag?: string | undefined;
  readonly etcdRepository?: string | undefined;
  readonly etcdTag?: string | undefined;
}

/** The images of `kubeadm config images list`, in its order, by name. */
export function imagesOf(release: Release, sources: ImageSources): ReadonlyMap<string, string> {
  const { repository } = sources;
  const ships = companionsOf(release);
  const core = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];
  const isOfficial = repository === "registry.k8s.io" && sources.dnsRepository === undefined;
  const dnsName = isOfficial ? "coredns/coredns" : "coredns";
  return new Map([
    ...core.map((name) => [name, `${repository}/${name}:v${release.version}`] as const),
    ["coredns", `${sources.dnsRepository ?? repository}/${dnsName}:${sources.dnsTag ?? ships.coredns}`],
    ["pause", `${repository}/pause:${ships.pause}`],
    ["etcd", `${sources.etcdRepository ?? repository}/etcd:${sources.etcdTag ?? ships.etcd}`],
  ]);
}
