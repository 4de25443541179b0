import type { Fields } from "./json.ts";
import { parseRelease } from "./release.ts";

/** What /version answers, and programs print of themselves. */
export function versionObject(version: string): Fields {
  const minor = String(parseRelease(version)?.minor ?? 0);
  return {
    major: "1",
    minor,
    gitVersion: `v${version}`,
    gitCommit: "0".repeat(40),
    gitTreeState: "clean",
    buildDate: "2025-01-01T00:00:00Z",
    goVersion: "go1.24.0",
    compiler: "gc",
    platform: `linux/${process.arch === "arm64" ? "arm64" : "amd64"}`,
  };
}
