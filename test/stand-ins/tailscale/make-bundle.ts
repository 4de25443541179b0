import { launcher, writeManifest } from "../make-bundle.ts";

/** Writes a bundle whose tailscale and tailscaled are launchers of stand-ins. */
export async function makeTailscaleBundle(folder: string, version: string): Promise<void> {
  await writeManifest(folder, [
    await launcher(folder, "tailscale", version),
    await launcher(folder, "tailscaled", version),
  ]);
}
