import { createHash } from "node:crypto";
import { type BootstrapRecipe, bootstrapRecipe, buildBootstrapImage } from "./bootstrap-image.ts";
import type { ContainerEngine, ImageInspectInfo } from "./container-engine.ts";
import { buildDockerfileImage, type DockerfileRecipe, dockerfileRecipe } from "./dockerfile-image.ts";
import { hostPackages } from "./host-packages.ts";
import { dpkgSettings, hostInit, hostSetupScript } from "./host-setup.ts";
import { withMachineLock } from "./machine-lock.ts";
import type { Progress } from "./progress.ts";

const imageName = "lab-sandbox";
/** The package lists in the image age: archives drop superseded versions, which then cannot be installed any more. */
const maxAgeMs = 7 * 24 * 3600_000;

/**
 * The reference of the image that sandbox hosts start from; built when this machine has none for the present recipe,
 * or only one older than a week. Cost: one look-up, or half a minute to build. Throws InputError.
 */
export async function ensureHostImage(engine: ContainerEngine, progress: Progress): Promise<string> {
  const recipe = (await bootstrapRecipe()) ?? dockerfileRecipe();
  const image = { name: imageName, tag: recipeHash(recipe) };
  const reference = `${image.name}:${image.tag}`;
  if (isFresh(await inspect(engine, reference))) return reference;
  return withMachineLock("lab-sandbox-image", async () => {
    const previous = await inspect(engine, reference);
    if (isFresh(previous)) return reference;
    const from =
      recipe.kind === "bootstrap" ? `${recipe.suite} packages, with mmdebstrap` : "debian:bookworm-slim";
    progress(`Building the image of the sandbox hosts from ${from}; this takes a minute, once`);
    if (recipe.kind === "bootstrap") await buildBootstrapImage(engine, recipe, image, progress);
    else await buildDockerfileImage(engine, recipe, image);
    await removeOutdated(engine, reference, previous?.Id);
    return reference;
  });
}

function recipeHash(recipe: BootstrapRecipe | DockerfileRecipe): string {
  const everything = JSON.stringify([recipe, hostPackages, hostSetupScript, dpkgSettings, hostInit]);
  return createHash("sha256").update(everything).digest("hex").slice(0, 12);
}

function inspect(engine: ContainerEngine, reference: string): Promise<ImageInspectInfo | null> {
  const found = engine.container.dockerode.getImage(reference).inspect();
  return found.catch(() => null);
}

function isFresh(image: ImageInspectInfo | null): boolean {
  return image !== null && Date.now() - Date.parse(image.Created) < maxAgeMs;
}

/** Frees the disk space of earlier recipes and of the image that had the tag before; what a host still uses stays. */
async function removeOutdated(
  engine: ContainerEngine,
  reference: string,
  previousId: string | undefined,
): Promise<void> {
  const docker = engine.container.dockerode;
  const images = await docker.listImages({ filters: { reference: [imageName] } });
  const others = images.flatMap((image) => image.RepoTags ?? []).filter((tag) => tag !== reference);
  const outdated = previousId === undefined ? others : [...others, previousId];
  await Promise.allSettled(outdated.map((image) => docker.getImage(image).remove()));
}
