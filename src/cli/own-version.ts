import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMapping } from "../input/mapping.ts";
import { packageRoot } from "../project/package-root.ts";

/** The version of this lab. */
export function ownVersion(): string {
  const about: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  return isMapping(about) && typeof about.version === "string" ? about.version : "unknown";
}
