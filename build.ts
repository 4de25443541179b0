import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";

/** Builds dist/ for publishing. A checkout needs no build: Node runs its TypeScript as it is. */
rmSync("dist", { recursive: true, force: true });
const { status } = spawnSync("tsc", ["-p", "tsconfig.build.json"], { stdio: "inherit" });
process.exitCode = status ?? 1;
