import { InputError } from "../errors.ts";
import {
  compareVersions,
  type KubernetesVersion,
  minorOf,
  parseKubernetesVersion,
} from "./kubernetes-version.ts";

/** One step of an upgrade: from any release of the minor before, or of this one, to `version`. */
export interface Hop {
  /** "1.34". */
  readonly minor: string;
  /** "1.34.5"; null where only the package repository of the host knows its newest release. */
  readonly version: string | null;
  /** A node at this release or a newer one is done with the hop: the release that is aimed at, else the minor's first. */
  readonly floor: string;
}

/** What is known of an upgrade before any host is asked. */
export interface UpgradeGoal {
  /** "1.36.1". */
  readonly version: string;
  /** Releases that the user chooses for minors on the way: { "1.34": "1.34.5" }. */
  readonly patches: Readonly<Record<string, string>>;
  /** Releases that the source of software offers; null where that shows on the hosts only. */
  readonly offered: readonly string[] | null;
}

/**
 * The hop to a minor on the way to `goal`; null where the way does not lead there, or the source offers none of its
 * releases. Throws InputError on what is no version, on a chosen release of another minor, and on one
 * that is not offered. Pure.
 */
export function hopTo(minor: string, { version, patches, offered }: UpgradeGoal): Hop | null {
  const target = versionOf(version);
  const first = versionOf(`${minor}.0`);
  if (minorOf(target) === minor) {
    const release = offeredRelease(textOf(target), offered);
    return { minor, version: release, floor: release };
  }
  if (compareVersions(first, target) > 0) return null;
  const floor = textOf(first);
  const chosen = patches[minor];
  if (chosen !== undefined)
    return { minor, version: offeredRelease(checkedPatch(minor, chosen), offered), floor };
  if (offered === null) return { minor, version: null, floor };
  const newest = newestOf(minor, offered);
  return newest === null ? null : { minor, version: newest, floor };
}

/** The newest release of a minor; null where there is none. Pure. */
export function newestOf(minor: string, releases: readonly string[]): string | null {
  const fitting = releases
    .flatMap((release) => parseKubernetesVersion(release) ?? [])
    .filter((release) => minorOf(release) === minor)
    .toSorted(compareVersions);
  const newest = fitting.at(-1);
  return newest === undefined ? null : textOf(newest);
}

/** All hops that lead from one release to another, the first minor left out where nothing of it is to be done. Pure. */
export function hopsBetween(from: string, goal: UpgradeGoal): readonly Hop[] {
  const [start, end] = [versionOf(from), versionOf(goal.version)];
  const minors = Array.from(
    { length: Math.max(0, end.minor - start.minor + 1) },
    (_, index) => `${end.major}.${start.minor + index}`,
  );
  return minors.flatMap((minor) => hopTo(minor, goal) ?? []).filter(({ floor }) => isBefore(from, floor));
}

/** "1.33.4 → 1.34.5 → 1.35.x → 1.36.1": what a user is shown of an upgrade. Pure. */
export function wayText(from: string, hops: readonly Hop[]): string {
  return [from, ...hops.map(({ minor, version }) => version ?? `${minor}.x`)].join(" → ");
}

/** Whether a release is older than another. Throws InputError on what is no version. Pure. */
export function isBefore(release: string, other: string): boolean {
  return compareVersions(versionOf(release), versionOf(other)) < 0;
}

/** How many minors `release` is behind `other`; below 0 where it is ahead. Throws InputError. Pure. */
export function minorsBehind(release: string, other: string): number {
  return versionOf(other).minor - versionOf(release).minor;
}

function offeredRelease(release: string, offered: UpgradeGoal["offered"]): string {
  if (offered === null || offered.some((one) => textOf(versionOf(one)) === release)) return release;
  const there =
    offered.length === 0 ? "it has no kubeadm at all" : `it has ${[...new Set(offered)].join(", ")}`;
  throw new InputError({ message: `the bundle has no kubeadm ${release}`, hint: there });
}

function checkedPatch(minor: string, chosen: string): string {
  const patch = versionOf(chosen);
  if (minorOf(patch) === minor) return textOf(patch);
  throw new InputError({
    message: `hops: ${chosen} is no release of ${minor}`,
    hint: `write a release of that minor: { "${minor}": "${minor}.0" }`,
  });
}

function versionOf(text: string): KubernetesVersion {
  const version = parseKubernetesVersion(text);
  if (version) return version;
  throw new InputError({ message: `"${text}" is no version of Kubernetes`, hint: 'write it as "1.34.5"' });
}

const textOf = ({ major, minor, patch }: KubernetesVersion) => `${major}.${minor}.${patch}`;
