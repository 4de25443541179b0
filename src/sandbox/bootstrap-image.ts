import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, InputError } from "../errors.ts";
import { aptSettingsToFollow } from "./apt-settings.ts";
import { keyringsOf, readAptSources, renderSources, sourcesOfRelease } from "./apt-sources.ts";
import type { ContainerEngine } from "./container-engine.ts";
import { readEngineStream } from "./engine-stream.ts";
import { hostPackages } from "./host-packages.ts";
import { dpkgSettings, hostInit, hostSetupScript } from "./host-setup.ts";
import { installPackages } from "./install-packages.ts";
import { hasProgram, runProgram } from "./local-program.ts";
import { isRoot, readOperatingSystem } from "./operating-system.ts";
import type { Progress } from "./progress.ts";

/** A host image made with mmdebstrap from this machine's own package sources: no container registry takes part. */
export interface BootstrapRecipe {
  readonly kind: "bootstrap";
  readonly suite: string;
  /** Text of a .sources file. */
  readonly sources: string;
  readonly keyrings: readonly string[];
  readonly aptSettings: readonly string[];
}

/** The recipe for this machine; null where it is not Debian or Ubuntu, or lab is not root. */
export async function bootstrapRecipe(): Promise<BootstrapRecipe | null> {
  const { id, codename } = await readOperatingSystem();
  if (!isRoot() || !codename || (id !== "debian" && id !== "ubuntu")) return null;
  const sources = sourcesOfRelease(await readAptSources(), codename);
  if (sources.length === 0) return null;
  return {
    kind: "bootstrap",
    suite: codename,
    sources: renderSources(sources),
    keyrings: keyringsOf(sources),
    aptSettings: aptSettingsToFollow(await runProgram("apt-config", ["dump"]), process.env),
  };
}

/** Builds the image and tags it "NAME:TAG". Cost: half a minute, and 600 MB below /var/tmp while it works. */
export async function buildBootstrapImage(
  engine: ContainerEngine,
  recipe: BootstrapRecipe,
  image: { readonly name: string; readonly tag: string },
  progress: Progress,
): Promise<void> {
  if (!hasProgram("mmdebstrap")) await installPackages(["mmdebstrap"], progress);
  const folder = await mkdtemp("/var/tmp/lab-sandbox-");
  try {
    const tree = join(folder, "host.tar");
    await writeFile(join(folder, "os.sources"), recipe.sources);
    await writeFile(join(folder, "setup-host.sh"), hostSetupScript);
    await runProgram("mmdebstrap", bootstrapArguments(recipe, folder, tree), { TMPDIR: folder }).catch(
      explain,
    );
    const changes = `CMD ["${hostInit}"]`;
    const options = { repo: image.name, tag: image.tag, changes };
    await readEngineStream(
      await engine.container.dockerode.importImage(tree, options),
      "importing the host image",
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function bootstrapArguments(recipe: BootstrapRecipe, folder: string, tree: string): string[] {
  const keyrings = recipe.keyrings.map((file) => `'${file}'`).join(" ");
  return [
    "--mode=root",
    "--variant=minbase",
    `--include=${hostPackages.join(",")}`,
    ...recipe.aptSettings.map((setting) => `--aptopt=${setting}`),
    ...dpkgSettings.map((setting) => `--dpkgopt=${setting}`),
    // With the lists inside, apt-get install works in a host without apt-get update.
    "--skip=cleanup/apt/lists",
    ...(keyrings === "" ? [] : [`--customize-hook=cp --parents -t "$1" ${keyrings}`]),
    `--customize-hook=chroot "$1" /bin/sh < '${join(folder, "setup-host.sh")}'`,
    recipe.suite,
    tree,
    join(folder, "os.sources"),
  ];
}

function explain(error: unknown): never {
  if (!(error instanceof CommandError)) throw error;
  throw new InputError({
    message: `building the host image with mmdebstrap failed: ${error.stderr.trim().split("\n").slice(-15).join("\n")}`,
    hint: "check that this machine's apt works: apt-get update && apt-get install --reinstall -y netbase",
  });
}
