import { probeOf } from "../../src/resources/probe.ts";

/** A release of containerd. */
export interface ContainerdVersion {
  readonly major: number;
  readonly minor: number;
}

/** The installed containerd; null where there is none. Cost: rides in a frame; one process. */
export const containerdVersion = probeOf(
  {
    name: "containerd version",
    script: () => "command -v containerd >/dev/null 2>&1 && containerd --version || true",
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const version = parseContainerdVersion(stdout);
      return queries.map(() => version);
    },
  },
  () => "installed",
);

/** Reads "containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u1". */
export function parseContainerdVersion(stdout: string): ContainerdVersion | null {
  const [, major, minor] = /^containerd \S+ v?(\d+)\.(\d+)/m.exec(stdout) ?? [];
  return major === undefined ? null : { major: Number(major), minor: Number(minor) };
}

/**
 * The newest version of config.toml that a release understands: 2 for containerd 1.x, 3 for 2.0 to 2.2, 4 from 2.3
 * (containerd-config.toml(5)).
 */
export function configVersion({ major, minor }: ContainerdVersion): 2 | 3 | 4 {
  if (major < 2) return 2;
  return major === 2 && minor < 3 ? 3 : 4;
}
