import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerEngine } from "./container-engine.ts";
import { readEngineStream } from "./engine-stream.ts";
import { hostPackages } from "./host-packages.ts";
import { dpkgSettings, hostInit, hostSetupScript } from "./host-setup.ts";

/** A host image built from a Dockerfile, for machines without apt; the engine must reach a container registry. */
export interface DockerfileRecipe {
  readonly kind: "dockerfile";
  readonly text: string;
}

/** The Dockerfile; its result equals that of the bootstrap but for the package sources. */
export function dockerfileRecipe(): DockerfileRecipe {
  const text = `FROM debian:bookworm-slim
RUN printf '%s\\n' ${dpkgSettings.map((setting) => `'${setting}'`).join(" ")} > /etc/dpkg/dpkg.cfg.d/lab-sandbox
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \\
  ${hostPackages.join(" ")}
COPY setup-host.sh /tmp/setup-host.sh
RUN sh /tmp/setup-host.sh && rm /tmp/setup-host.sh
CMD ["${hostInit}"]
`;
  return { kind: "dockerfile", text };
}

/** Builds the image and tags it "NAME:TAG". Cost: a minute, and about 100 MB of downloads. Throws InputError. */
export async function buildDockerfileImage(
  engine: ContainerEngine,
  recipe: DockerfileRecipe,
  image: { readonly name: string; readonly tag: string },
): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), "lab-sandbox-"));
  try {
    await writeFile(join(context, "Dockerfile"), recipe.text);
    await writeFile(join(context, "setup-host.sh"), hostSetupScript);
    const files = { context, src: ["Dockerfile", "setup-host.sh"] };
    const options = { t: `${image.name}:${image.tag}`, forcerm: true };
    const stream = await engine.container.dockerode.buildImage(files, options);
    await readEngineStream(stream, "building the host image from debian:bookworm-slim");
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
