import type { ContainerRuntimeClient } from "testcontainers";
import { withMachineLock } from "./machine-lock.ts";
import type { Progress } from "./progress.ts";
import { startContainerEngine } from "./start-engine.ts";

/** A Docker engine that answers. */
export type ContainerEngine = ContainerRuntimeClient;

type Docker = ContainerEngine["container"]["dockerode"];

/** What the engine tells of an image. */
export type ImageInspectInfo = Awaited<ReturnType<ReturnType<Docker["getImage"]>["inspect"]>>;

/** The engine at DOCKER_HOST, /var/run/docker.sock or the rootless socket; null when none answers. Installs nothing. */
export async function findContainerEngine(): Promise<ContainerEngine | null> {
  const { getContainerRuntimeClient } = await import("testcontainers");
  return getContainerRuntimeClient().catch(() => null);
}

/**
 * A reachable engine. Where there is none, Debian and Ubuntu get one installed and started, if lab runs as root; it
 * keeps running when lab ends. Throws InputError with what to install elsewhere. Cost: about 25 s the first time.
 */
export async function requireContainerEngine(progress: Progress): Promise<ContainerEngine> {
  const running = await findContainerEngine();
  if (running) return running;
  return withMachineLock("lab-container-engine", async () => {
    const startedMeanwhile = await findContainerEngine();
    return startedMeanwhile ?? (await startContainerEngine(findContainerEngine, progress));
  });
}
