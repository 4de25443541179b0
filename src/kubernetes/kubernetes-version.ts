/** A release of Kubernetes. */
export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Reads "v1.33.4" or "1.33.4", also with a pre-release or build behind it; null for anything else. Pure. */
export function parseKubernetesVersion(text: string): KubernetesVersion | null {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+][\w.+-]*)?$/.exec(text.trim()) ?? [];
  if (major === undefined) return null;
  return { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

/** Less than 0 where `a` is older, 0 where both are the same release. */
export function compareVersions(a: KubernetesVersion, b: KubernetesVersion): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** "1.33", as package repositories and version skew rules count. */
export function minorOf({ major, minor }: KubernetesVersion): string {
  return `${major}.${minor}`;
}

/** "v1.33.4", as kubeadm's files and the API have it. */
export function tagOf({ major, minor, patch }: KubernetesVersion): string {
  return `v${major}.${minor}.${patch}`;
}
