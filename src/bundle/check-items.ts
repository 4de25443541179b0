import type { InputProblem } from "../errors.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import type { BundleItem } from "./bundle-schema.ts";
import { itemTitle } from "./item-title.ts";

/** What is wrong with the items of a bundle beyond their form: what an image lacks, and what stands there twice. Pure. */
export function checkItems(items: readonly BundleItem[], source: YamlFile): InputProblem[] {
  const seen = new Map<string, number>();
  return items.flatMap((item, index): InputProblem[] => {
    const location = source.locate(["items", index]);
    if (item.kind === "image" && item.refs === undefined) {
      return [
        {
          message: `the image ${item.name} lacks "refs"`,
          location,
          hint: "name what the archive holds: lab bundle create does",
        },
      ];
    }
    if (item.kind !== "image" && item.refs !== undefined) {
      const place = source.locateKey(["items", index, "refs"]);
      return [{ message: `only an image has "refs", and ${item.name} is a ${item.kind}`, location: place }];
    }
    return keysOf(item).flatMap((key): InputProblem[] => {
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, index);
        return [];
      }
      const { line } = source.locate(["items", first]);
      return [
        { message: `${key} is there twice, first in line ${line}`, location, hint: "leave one of them out" },
      ];
    });
  });
}

/** What may be in a bundle once: a reference per architecture, else a name in one kind, version and architecture. */
export function keysOf(item: BundleItem): string[] {
  if (item.refs) return item.refs.map((ref) => `image ${ref} for ${item.arch}`);
  return [itemTitle(item)];
}
