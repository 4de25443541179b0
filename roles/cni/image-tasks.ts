import { fits } from "../../src/bundle/bundle-item.ts";
import { bundledImagesModule as bundledImages } from "../../src/bundle/bundled-images.ts";
import { readBundle } from "../../src/bundle/read-bundle.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import { systemFacts } from "../../src/role/system-facts.ts";

/** The images of flannel or Calico, as far as the bundle has them; what it lacks is pulled from the registry when it is needed. */
export function imageTasks(bundle: string, plugin: "flannel" | "calico"): RoleTask[] {
  const refsFor = (arch: string): string[] =>
    readBundle(bundle)
      .items.filter((item) => item.kind === "image" && fits(item, arch))
      .flatMap(({ refs = [] }) => refs)
      .filter((ref) => ref.includes(plugin));
  return [
    task(
      `Import the images of ${plugin}`,
      bundledImages,
      ({ facts }) => ({ bundle, arch: facts.architecture, refs: refsFor(facts.architecture) }),
      { uses: { facts: systemFacts({}) }, when: ({ facts }) => refsFor(facts.architecture).length > 0 },
    ),
  ];
}
